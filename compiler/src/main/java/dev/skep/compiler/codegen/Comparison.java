package dev.skep.compiler.codegen;

import dev.skep.bpf.asm.Condition;
import dev.skep.bpf.asm.Width;

/**
 * What a conditional jump asks: whether a condition holds between a virtual register and another
 * one or an immediate.
 */
final class Comparison {
    final Condition condition;
    final Width width;
    final int left;

    /**
     * A register, or {@link MachineInstruction#NONE} if the right operand is {@link #immediate}.
     */
    final int right;

    final int immediate;

    private Comparison(Condition condition, Width width, int left, int right, int immediate) {
        this.condition = condition;
        this.width = width;
        this.left = left;
        this.right = right;
        this.immediate = immediate;
    }

    /** {@return a comparison of two registers} */
    static Comparison registers(Condition condition, Width width, int left, int right) {
        return new Comparison(condition, width, left, right, 0);
    }

    /** {@return a comparison of a register and a number} */
    static Comparison immediate(Condition condition, Width width, int left, int immediate) {
        return new Comparison(condition, width, left, MachineInstruction.NONE, immediate);
    }

    /** {@return the comparison that holds when this one does not} */
    Comparison negated() {
        return new Comparison(negated(condition), width, left, right, immediate);
    }

    /** {@return the condition that holds when {@code condition} does not} */
    static Condition negated(Condition condition) {
        Condition negated = condition.negated();
        if (negated == null) {
            throw new IllegalArgumentException(
                    "no condition holds when " + condition + " does not");
        }
        return negated;
    }

    /** {@return the registers tested} */
    int[] uses() {
        return right == MachineInstruction.NONE ? new int[] {left} : new int[] {left, right};
    }

    /** {@return {@code first}, the registers tested, and {@code last} unless that is none} */
    int[] usesBetween(int first, int last) {
        int tested = right == MachineInstruction.NONE ? 1 : 2;
        int[] uses = new int[1 + tested + (last == MachineInstruction.NONE ? 0 : 1)];
        uses[0] = first;
        uses[1] = left;
        if (tested == 2) {
            uses[2] = right;
        }
        if (last != MachineInstruction.NONE) {
            uses[uses.length - 1] = last;
        }
        return uses;
    }
}
