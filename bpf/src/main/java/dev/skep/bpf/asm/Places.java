package dev.skep.bpf.asm;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.OptionalInt;

/** The slots of some code that other instructions go to or name, and what listings call them. */
final class Places {

    private static final byte JUMPED_TO = 1;
    private static final byte CALLED = 2;

    private final @Nullable String[] names;

    /**
     * Names the places of {@code code}: {@code L1}, {@code L2}, …, and {@code F1}, … where
     * functions begin.
     */
    Places(Code code) {
        int slots = code.slots();
        boolean[] starts = starts(code.elements(), slots);
        byte[] uses = uses(code.elements(), starts);
        names = new @Nullable String[slots];
        int jumps = 0;
        int calls = 0;
        for (int slot = 0; slot < slots; slot++) {
            if (uses[slot] == CALLED) {
                names[slot] = "F" + ++calls;
            } else if (uses[slot] == JUMPED_TO) {
                names[slot] = "L" + ++jumps;
            }
        }
    }

    /**
     * {@return the name of the place at {@code slot}, or null if nothing names it or no instruction
     * begins there}
     */
    @Nullable String name(int slot) {
        return slot < 0 || slot >= names.length ? null : names[slot];
    }

    private static boolean[] starts(List<CodeElement> elements, int slots) {
        boolean[] starts = new boolean[slots];
        int slot = 0;
        for (CodeElement element : elements) {
            starts[slot] = true;
            slot += element.instruction().slots();
        }
        return starts;
    }

    private static byte[] uses(List<CodeElement> elements, boolean[] starts) {
        byte[] uses = new byte[starts.length];
        int slot = 0;
        for (CodeElement element : elements) {
            Instruction instruction = element.instruction();
            slot += instruction.slots();
            OptionalInt offset = Branches.offset(instruction);
            if (offset.isEmpty()) {
                continue;
            }
            long target = (long) slot + offset.getAsInt();
            if (target >= 0 && target < starts.length && starts[(int) target]) {
                byte use = Branches.isJump(instruction) ? JUMPED_TO : CALLED;
                uses[(int) target] = (byte) Math.max(use, uses[(int) target]);
            }
        }
        return uses;
    }
}
