package dev.skep.bpf.map;

import dev.skep.bpf.BpfMap;
import dev.skep.bpf.BpfProgram;
import dev.skep.bpf.spec.MapType;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.OptionalInt;

/**
 * A map of programs, into which other programs jump ({@code bpf_tail_call}). All must be of one
 * type. Since Linux 4.2.
 *
 * <p>The kernel empties the map when the last descriptor or pin of it goes, even if loaded programs
 * refer to it, and their jumps fall through from then on (trap T12): keep the map open, or pin it,
 * as long as it is to work.
 */
public final class ProgramArray {

    private final BpfMap map;

    private ProgramArray(BpfMap map) {
        this.map = map;
    }

    /**
     * {@return the map as an array of programs}
     *
     * @throws IllegalArgumentException if it is none
     */
    public static ProgramArray of(BpfMap map) {
        return new ProgramArray(MapViews.require(map, MapType.PROG_ARRAY));
    }

    /**
     * Puts a program at an index. The map keeps the program loaded.
     *
     * @throws dev.skep.bpf.KernelException if the kernel refuses; EINVAL if the program is of
     *     another type than those that use the map
     */
    public void set(int index, BpfProgram program) {
        try (Arena arena = Arena.ofConfined()) {
            map.update(
                    arena.allocateFrom(ValueLayout.JAVA_INT, index),
                    arena.allocateFrom(ValueLayout.JAVA_INT, program.fd()));
        }
    }

    /**
     * Empties an index: jumps to it fall through.
     *
     * @return whether there was a program
     * @throws dev.skep.bpf.KernelException if the kernel refuses
     */
    public boolean clear(int index) {
        try (Arena arena = Arena.ofConfined()) {
            return map.delete(arena.allocateFrom(ValueLayout.JAVA_INT, index));
        }
    }

    /**
     * {@return the id of the program at an index, if there is one}
     *
     * @throws dev.skep.bpf.KernelException if the kernel refuses
     */
    public OptionalInt programId(int index) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment id = arena.allocate(ValueLayout.JAVA_INT);
            return map.lookup(arena.allocateFrom(ValueLayout.JAVA_INT, index), id)
                    ? OptionalInt.of(id.get(ValueLayout.JAVA_INT, 0))
                    : OptionalInt.empty();
        }
    }
}
