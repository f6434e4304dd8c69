package dev.skep.compiler.codegen;

import dev.skep.bpf.asm.Register;
import dev.skep.bpf.asm.SourcePosition;

import org.jspecify.annotations.Nullable;

/**
 * A step of the code once machine registers are given out: an instruction, or a move that giving
 * them out asks for.
 */
abstract sealed class Placed {

    /** Writes the step. */
    abstract void emit(Emitter out);

    /** An instruction with its registers. */
    static final class Step extends Placed {
        final MachineInstruction instruction;
        private final Register result;
        private final Register[] uses;

        /** {@code result} is any register if the instruction has none. */
        Step(MachineInstruction instruction, Register result, Register... uses) {
            this.instruction = instruction;
            this.result = result;
            this.uses = uses;
        }

        @Override
        void emit(Emitter out) {
            out.at(instruction.position);
            instruction.emit(out, result, uses);
            if (instruction.result != MachineInstruction.NONE) {
                // What has a home is put there once, where it is defined; then it can be dropped at
                // any time.
                out.storeIfHomed(instruction.result, result);
            }
        }
    }

    /** Makes a register from nothing. */
    static final class Remake extends Placed {
        private final MachineInstruction recipe;
        private final Register result;
        private final @Nullable SourcePosition position;

        Remake(MachineInstruction recipe, Register result, @Nullable SourcePosition position) {
            this.recipe = recipe;
            this.result = result;
            this.position = position;
        }

        @Override
        void emit(Emitter out) {
            out.at(position);
            recipe.emit(out, result, new Register[0]);
        }
    }

    /** Moves one register, or a home, to another. */
    static final class Transfer extends Placed {
        final int to;
        final int from;
        private final @Nullable SourcePosition position;

        /** Both are locations of {@link ParallelMove}, at most one of them a home. */
        Transfer(int to, int from, @Nullable SourcePosition position) {
            this.to = to;
            this.from = from;
            this.position = position;
        }

        @Override
        void emit(Emitter out) {
            out.at(position);
            out.transfer(to, from);
        }
    }
}
