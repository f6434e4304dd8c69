package dev.skep.bpf.map;

import dev.skep.bpf.BpfMap;
import dev.skep.bpf.spec.MapType;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * A map of stack traces by the ids that {@code bpf_get_stackid} gave. Made by {@link
 * dev.skep.bpf.spec.MapSpec#stackTraces}. Since Linux 4.6.
 */
public final class StackTraces {

    private final BpfMap map;

    private StackTraces(BpfMap map) {
        this.map = map;
    }

    /**
     * {@return the map as stack traces}
     *
     * @throws IllegalArgumentException if it is none
     */
    public static StackTraces of(BpfMap map) {
        return new StackTraces(MapViews.require(map, MapType.STACK_TRACE));
    }

    /**
     * {@return the addresses of a stack, innermost first; empty if there is no such stack, or it
     * was replaced}
     *
     * @throws dev.skep.bpf.KernelException if the kernel refuses
     */
    public long[] frames(int id) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment value = arena.allocate(map.valueBytes(), 8);
            if (!map.lookup(arena.allocateFrom(ValueLayout.JAVA_INT, id), value)) {
                return new long[0];
            }
            long[] frames = value.toArray(ValueLayout.JAVA_LONG);
            int depth = 0;
            while (depth < frames.length && frames[depth] != 0) {
                depth++;
            }
            return Arrays.copyOf(frames, depth);
        }
    }

    /**
     * Forgets a stack.
     *
     * @return whether there was one
     * @throws dev.skep.bpf.KernelException if the kernel refuses
     */
    public boolean remove(int id) {
        try (Arena arena = Arena.ofConfined()) {
            return map.delete(arena.allocateFrom(ValueLayout.JAVA_INT, id));
        }
    }
}
