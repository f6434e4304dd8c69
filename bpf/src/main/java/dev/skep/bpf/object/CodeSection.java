package dev.skep.bpf.object;

import java.util.ArrayList;
import java.util.List;

/** A section of instructions being put together: functions one behind the other. */
final class CodeSection {
    private static final int SLOT_BYTES = 8;

    private final String name;
    private final List<Placed> functions = new ArrayList<>();
    private int slots;

    CodeSection(String name) {
        this.name = name;
    }

    /**
     * A function at its place.
     *
     * @param function the function
     * @param program the program that it is of
     * @param slot its first slot in the section
     */
    record Placed(Function function, String program, int slot) {
        /** {@return its first byte in the section} */
        int offset() {
            return slot * SLOT_BYTES;
        }

        /** {@return its bytes} */
        int size() {
            return function.slots() * SLOT_BYTES;
        }
    }

    String name() {
        return name;
    }

    List<Placed> functions() {
        return functions;
    }

    /** {@return the bytes of all functions} */
    int size() {
        return slots * SLOT_BYTES;
    }

    /** {@return where the function is now} */
    Placed add(Function function, String program) {
        Placed placed = new Placed(function, program, slots);
        functions.add(placed);
        slots += function.slots();
        return placed;
    }
}
