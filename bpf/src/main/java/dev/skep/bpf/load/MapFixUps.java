package dev.skep.bpf.load;

import dev.skep.bpf.spec.MapSpec;
import dev.skep.bpf.spec.MapType;
import dev.skep.bpf.target.Target;

/** What of a map's size depends on the kernel that it is created in. */
final class MapFixUps {

    private MapFixUps() {}

    /**
     * {@return the map with a size that the kernel takes: data of ring buffers a power of two times
     * the page size, perf event arrays one entry for each possible CPU (libbpf's {@code
     * adjust_ringbuf_sz} and {@code map_set_def_max_entries})}
     */
    static MapSpec of(MapSpec spec, Target target) {
        int entries = spec.maxEntries();
        if (spec.type() == MapType.RINGBUF || spec.type() == MapType.USER_RINGBUF) {
            entries = Math.max(powerOfTwo(entries), target.pageSize());
        } else if (spec.type() == MapType.PERF_EVENT_ARRAY && entries == 0) {
            entries = target.possibleCpus().max() + 1;
        }
        return entries == spec.maxEntries() ? spec : spec.withMaxEntries(entries);
    }

    private static int powerOfTwo(int bytes) {
        int highest = Integer.highestOneBit(bytes);
        // What is beyond 1 GiB stays as it is, for the kernel to refuse.
        return highest == bytes || highest >= 1 << 30 ? bytes : highest << 1;
    }
}
