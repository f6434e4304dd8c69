package dev.skep.bpf.map;

import dev.skep.bpf.BpfMap;
import dev.skep.bpf.MapFullException;
import dev.skep.bpf.handle.MapErrors;
import dev.skep.bpf.spec.MapType;

import java.lang.foreign.MemorySegment;

/**
 * A map of values without keys: a queue gives the value pushed first, a stack the one pushed last.
 * Since Linux 4.20. It can't be walked.
 */
public final class ValueQueue {

    /** BPF_EXIST: what is in the way is dropped. */
    private static final long REPLACE_OLDEST = 2;

    private final BpfMap map;

    private ValueQueue(BpfMap map) {
        this.map = map;
    }

    /**
     * {@return the map as a queue or stack}
     *
     * @throws IllegalArgumentException if it is neither
     */
    public static ValueQueue of(BpfMap map) {
        return new ValueQueue(MapViews.require(map, MapType.QUEUE, MapType.STACK));
    }

    /**
     * Adds a value.
     *
     * @throws MapFullException if the map is full
     * @throws dev.skep.bpf.KernelException if the kernel refuses otherwise
     */
    public void push(MemorySegment value) {
        push(value, 0);
    }

    /**
     * Adds a value; if the map is full, in the place of the oldest.
     *
     * @throws dev.skep.bpf.KernelException if the kernel refuses
     */
    public void pushReplacing(MemorySegment value) {
        push(value, REPLACE_OLDEST);
    }

    private void push(MemorySegment value, long flags) {
        MapErrors.check(
                map.spec(),
                "pushing to",
                MapViews.kernel(map)
                        .mapUpdate(
                                map.fd(), MemorySegment.NULL, MapViews.value(map, value), flags));
    }

    /**
     * Takes the next value.
     *
     * @param value receives it
     * @return whether there was one
     * @throws dev.skep.bpf.KernelException if the kernel refuses
     */
    public boolean pop(MemorySegment value) {
        return MapErrors.present(
                map.spec(),
                "popping from",
                MapViews.kernel(map)
                        .mapLookupAndDelete(
                                map.fd(), MemorySegment.NULL, MapViews.value(map, value)));
    }

    /**
     * Copies the next value, and leaves it.
     *
     * @param value receives it
     * @return whether there was one
     * @throws dev.skep.bpf.KernelException if the kernel refuses
     */
    public boolean peek(MemorySegment value) {
        return MapErrors.present(
                map.spec(),
                "peeking into",
                MapViews.kernel(map)
                        .mapLookup(map.fd(), MemorySegment.NULL, MapViews.value(map, value), 0));
    }
}
