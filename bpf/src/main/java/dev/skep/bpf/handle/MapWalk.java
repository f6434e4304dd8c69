package dev.skep.bpf.handle;

import dev.skep.bpf.BpfMap;
import dev.skep.bpf.KernelException;
import dev.skep.sys.Errno;
import dev.skep.sys.Kernel;
import dev.skep.sys.MapBatch;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * A walk over all entries of a map, in batches where the kernel offers them (hashes since 5.6,
 * per-CPU arrays since 5.15), key by key elsewhere (trap T29). It ends even if others add and
 * remove all the time.
 */
final class MapWalk implements AutoCloseable {

    /** Entries of the first batch: most maps have fewer. */
    private static final int FIRST_BATCH = 256;

    /**
     * Keys and values of the largest batch that is asked for without need: where more stops being
     * faster.
     */
    private static final long LARGE_BATCH_BYTES = 256 << 10;

    /** A cursor is as long as a key, but never shorter than a bucket's number. */
    private static final int LEAST_CURSOR_BYTES = 4;

    /** What a batch may take where a bucket does not fit, so that it does not grow for ever. */
    private static final long MOST_BATCH_BYTES = 256L << 20;

    private final LoadedMap map;
    private final Kernel kernel;
    private final boolean delete;
    private final int keyBytes;
    private final int valueBytes;
    private final long mostEntries;
    private Arena arena = Arena.ofConfined();

    MapWalk(LoadedMap map, boolean delete) {
        this.map = map;
        this.kernel = map.descriptor().kernel();
        this.delete = delete;
        this.keyBytes = map.spec().keySize();
        this.valueBytes = map.valueBytes();
        // An entry may be seen again after others moved it.
        this.mostEntries = 2L * map.spec().maxEntries() + 1;
    }

    /** Visits every entry, and removes it where that was asked for. */
    void run(BpfMap.BatchVisitor visitor) {
        if (!inBatches(visitor)) {
            keyByKey(visitor);
        }
    }

    /** {@return whether the kernel has batches for this map} */
    private boolean inBatches(BpfMap.BatchVisitor visitor) {
        int room = Math.clamp(map.spec().maxEntries(), 1, FIRST_BATCH);
        MapBatch batch = batch(room);
        long visited = 0;
        while (visited <= mostEntries) {
            batch.count = room;
            int result = kernel.mapLookupBatch(batch);
            if (result == -Errno.EINTR) {
                continue;
            }
            if (result == -Errno.ENOSPC && fits(room * 2L, MOST_BATCH_BYTES)) {
                // A bucket holds more entries than there is room for; the cursor did not move.
                room *= 2;
                batch = larger(batch, room);
                continue;
            }
            if (result < 0 && result != -Errno.ENOENT) {
                if (!batch.started() && isUnsupported(result)) {
                    return false;
                }
                throw new KernelException("reading " + map, result);
            }
            if (batch.count > 0) {
                visitor.visit(batch.keys, batch.values, batch.count);
            }
            visited += batch.count;
            if (result == -Errno.ENOENT) {
                return true;
            }
            if (fits(room * 2L, LARGE_BATCH_BYTES)) {
                room *= 2;
                batch = larger(batch, room);
            }
        }
        return true;
    }

    private boolean fits(long entries, long bytes) {
        return entries * (keyBytes + valueBytes) <= bytes;
    }

    /** {@return room for more entries, which continues where a batch ended} */
    private MapBatch larger(MapBatch batch, int room) {
        Arena smaller = arena;
        arena = Arena.ofConfined();
        MapBatch larger = batch(room);
        larger.cursor.copyFrom(batch.cursor);
        if (batch.started()) {
            larger.advanced();
        }
        smaller.close();
        return larger;
    }

    private static boolean isUnsupported(int result) {
        return result == -Errno.EINVAL || result == -Errno.ENOTSUPP || result == -Errno.EOPNOTSUPP;
    }

    private MapBatch batch(int room) {
        return new MapBatch(
                map.fd(),
                arena.allocate(Math.max(keyBytes, LEAST_CURSOR_BYTES), 8),
                arena.allocate(Math.max((long) room * keyBytes, 1), 8),
                arena.allocate((long) room * valueBytes, 8),
                delete);
    }

    private void keyByKey(BpfMap.BatchVisitor visitor) {
        MemorySegment key = arena.allocate(Math.max(keyBytes, 1), 8);
        MemorySegment next = arena.allocate(Math.max(keyBytes, 1), 8);
        MemorySegment value = arena.allocate(valueBytes, 8);
        MemorySegment from = null;
        for (long steps = 0; steps <= mostEntries; steps++) {
            int result = kernel.mapNextKey(map.fd(), from, next);
            if (result == -Errno.ENOENT) {
                return;
            }
            if (result < 0) {
                throw new KernelException("walking " + map, result);
            }
            MemorySegment.copy(next, 0, key, 0, keyBytes);
            if (map.lookup(key, value)) {
                visitor.visit(key, value, 1);
            }
            if (delete && map.delete(key)) {
                from = null;
            } else {
                from = key;
            }
        }
    }

    @Override
    public void close() {
        arena.close();
    }
}
