package dev.skep.sys;

import java.lang.foreign.MemorySegment;

/**
 * Entries of a map that are copied in one call (uapi {@code bpf.h}, {@code BPF_MAP_LOOKUP_BATCH}).
 * One batch goes on where the last one ended.
 */
public final class MapBatch {

    /** The map's descriptor. */
    public final int map;

    /** Where the kernel keeps its place: opaque, as long as a key and at least 4 bytes. */
    public final MemorySegment cursor;

    /** The keys, one behind the other. */
    public final MemorySegment keys;

    /** The values, one behind the other; for per-CPU maps all CPUs of a key together. */
    public final MemorySegment values;

    /** In: how many entries there is room for. Out: how many were copied, also with ENOENT. */
    public int count;

    /** Whether the copied entries are removed. */
    public final boolean delete;

    private boolean started;

    /** Starts at the front of a map. */
    public MapBatch(
            int map,
            MemorySegment cursor,
            MemorySegment keys,
            MemorySegment values,
            boolean delete) {
        this.map = map;
        this.cursor = cursor;
        this.keys = keys;
        this.values = values;
        this.delete = delete;
    }

    /** {@return whether a batch was copied, so that the cursor says where to go on} */
    public boolean started() {
        return started;
    }

    /** Says that a batch was copied. */
    public void advanced() {
        started = true;
    }
}
