package dev.skep.bpf.map;

import dev.skep.bpf.BpfMap;
import dev.skep.bpf.handle.MapErrors;
import dev.skep.bpf.spec.MapType;

import java.lang.foreign.MemorySegment;

/**
 * A map that knows whether a value was added, but not which values there are: it may be wrong when
 * it says yes, and never when it says no. Nothing can be removed. Since Linux 5.16.
 *
 * <p>{@link dev.skep.bpf.spec.MapSpec#extra} says how many hashes it takes, 1 to 15, 5 by default.
 */
public final class BloomFilter {

    private final BpfMap map;

    private BloomFilter(BpfMap map) {
        this.map = map;
    }

    /**
     * {@return the map as a bloom filter}
     *
     * @throws IllegalArgumentException if it is none
     */
    public static BloomFilter of(BpfMap map) {
        return new BloomFilter(MapViews.require(map, MapType.BLOOM_FILTER));
    }

    /**
     * Adds a value.
     *
     * @throws dev.skep.bpf.KernelException if the kernel refuses
     */
    public void add(MemorySegment value) {
        MapErrors.check(
                map.spec(),
                "adding to",
                MapViews.kernel(map)
                        .mapUpdate(map.fd(), MemorySegment.NULL, MapViews.value(map, value), 0));
    }

    /**
     * {@return whether the value may have been added; false if it surely was not}
     *
     * @throws dev.skep.bpf.KernelException if the kernel refuses
     */
    public boolean mayContain(MemorySegment value) {
        return MapErrors.present(
                map.spec(),
                "asking",
                MapViews.kernel(map)
                        .mapLookup(map.fd(), MemorySegment.NULL, MapViews.value(map, value), 0));
    }
}
