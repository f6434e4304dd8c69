package dev.skep.bpf.asm;

import dev.skep.bpf.asm.Instruction.Call;
import dev.skep.bpf.asm.Instruction.Goto;
import dev.skep.bpf.asm.Instruction.JumpIf;
import dev.skep.bpf.asm.Instruction.LoadImmediate64;
import dev.skep.bpf.asm.Instruction.MayGoto;

import java.util.List;
import java.util.OptionalInt;

/**
 * Instructions that name another place in the code by an offset: jumps, calls of subprograms and
 * their addresses.
 */
final class Branches {

    private Branches() {}

    /**
     * {@return the slots from the instruction behind {@code instruction} to the place it names, or
     * empty if it names none}
     */
    static OptionalInt offset(Instruction instruction) {
        // No switches over patterns in this class, for the reason that InstructionEncoder gives.
        if (instruction instanceof JumpIf jump) {
            return OptionalInt.of(jump.offset());
        }
        if (instruction instanceof Goto jump) {
            return OptionalInt.of(jump.offset());
        }
        if (instruction instanceof MayGoto jump) {
            return OptionalInt.of(jump.offset());
        }
        if (instruction instanceof Call(CallTarget.Subprogram(int offset))) {
            return OptionalInt.of(offset);
        }
        if (instruction instanceof LoadImmediate64(Register _, Value64.Function(int offset))) {
            return OptionalInt.of(offset);
        }
        return OptionalInt.empty();
    }

    /**
     * {@return whether the instruction is a jump (no call), so that what it names is in the same
     * subprogram}
     */
    static boolean isJump(Instruction instruction) {
        return instruction instanceof Goto
                || instruction instanceof JumpIf
                || instruction instanceof MayGoto;
    }

    /** {@return whether the offset of the branch has 16 bits only} */
    static boolean isShort(Instruction branch) {
        return isJump(branch) && !(branch instanceof Goto(int _, boolean wide) && wide);
    }

    /** {@return the branch with another offset} */
    static Instruction withOffset(Instruction branch, int offset) {
        if (branch instanceof JumpIf(var condition, var width, var left, var right, short _)) {
            return new JumpIf(condition, width, left, right, Narrowing.s16(offset, "jump offset"));
        }
        if (branch instanceof Goto(int _, boolean wide)) {
            return new Goto(wide ? offset : Narrowing.s16(offset, "jump offset"), wide);
        }
        if (branch instanceof MayGoto) {
            return new MayGoto(Narrowing.s16(offset, "jump offset"));
        }
        if (branch instanceof Call(CallTarget.Subprogram _)) {
            return new Call(new CallTarget.Subprogram(offset));
        }
        if (branch instanceof LoadImmediate64(Register destination, Value64.Function _)) {
            return new LoadImmediate64(destination, new Value64.Function(offset));
        }
        throw new IllegalArgumentException(branch + " has no offset");
    }

    /**
     * {@return what does the same as a short jump to the slot {@code distance} after its own,
     * however far that is: a {@code gotol}, behind the inverse condition where there is one and
     * else behind a jump over it}
     */
    static List<Instruction> far(Instruction jump, int distance) {
        if (jump instanceof Goto) {
            return List.of(new Goto(distance - 1, true));
        }
        if (jump instanceof JumpIf(var condition, var width, var left, var right, short _)) {
            Condition inverse = condition.negated();
            if (inverse != null) {
                return List.of(
                        new JumpIf(inverse, width, left, right, (short) 1),
                        new Goto(distance - 2, true));
            }
        }
        return List.of(withOffset(jump, 1), new Goto(1, false), new Goto(distance - 3, true));
    }
}
