package dev.skep.compiler.codegen;

import dev.skep.bpf.asm.AluOperation;
import dev.skep.bpf.asm.AtomicOperation;
import dev.skep.bpf.asm.CallTarget;
import dev.skep.bpf.asm.Immediate;
import dev.skep.bpf.asm.Instruction;
import dev.skep.bpf.asm.Label;
import dev.skep.bpf.asm.MemorySize;
import dev.skep.bpf.asm.Operand;
import dev.skep.bpf.asm.Register;
import dev.skep.bpf.asm.SourcePosition;
import dev.skep.bpf.asm.Value64;
import dev.skep.bpf.asm.Width;

import org.jspecify.annotations.Nullable;

/**
 * An instruction over virtual registers. It names the register that it defines and those that it
 * uses, and says what it asks of the machine registers they get; then it can write itself.
 */
abstract sealed class MachineInstruction {

    /** In place of a register: there is none. */
    static final int NONE = -1;

    private static final int[] NO_USES = {};

    final int result;
    final int[] uses;
    final @Nullable SourcePosition position;

    private MachineInstruction(@Nullable SourcePosition position, int result, int... uses) {
        this.position = position;
        this.result = result;
        this.uses = uses.length == 0 ? NO_USES : uses;
    }

    /**
     * {@return whether the result takes the machine register of the first use, as most arithmetic
     * does}
     */
    boolean isTied() {
        return false;
    }

    /** {@return whether a tied result may take the register of the second use instead} */
    boolean isCommutative() {
        return false;
    }

    /**
     * {@return whether the result is written before all uses are read, so that it can't share their
     * registers}
     */
    boolean writesEarly() {
        return false;
    }

    /** Writes the instruction. */
    abstract void emit(Emitter out, Register resultRegister, Register[] useRegisters);

    /** {@code result = left op right}. */
    static final class Alu extends MachineInstruction {
        private final AluOperation operation;
        private final Width width;
        private final int immediate;

        Alu(
                @Nullable SourcePosition position,
                AluOperation operation,
                Width width,
                int result,
                int left,
                int right) {
            super(position, result, left, right);
            this.operation = operation;
            this.width = width;
            this.immediate = 0;
        }

        /** With an immediate as right operand. */
        Alu(
                @Nullable SourcePosition position,
                AluOperation operation,
                Width width,
                int result,
                int left,
                Immediate right) {
            super(position, result, left);
            this.operation = operation;
            this.width = width;
            this.immediate = right.value();
        }

        @Override
        boolean isTied() {
            return true;
        }

        @Override
        boolean isCommutative() {
            return uses.length == 2
                    && switch (operation) {
                        case ADD, MUL, AND, OR, XOR -> true;
                        case SUB,
                                DIV,
                                SDIV,
                                LSH,
                                RSH,
                                ARSH,
                                MOD,
                                SMOD,
                                MOV,
                                MOVSX8,
                                MOVSX16,
                                MOVSX32 ->
                                false;
                    };
        }

        @Override
        void emit(Emitter out, Register resultRegister, Register[] useRegisters) {
            Operand right = uses.length == 2 ? useRegisters[1] : new Immediate(immediate);
            out.emit(new Instruction.Alu(operation, width, resultRegister, right));
        }
    }

    /** {@code result = -value}. */
    static final class Negate extends MachineInstruction {
        private final Width width;

        Negate(@Nullable SourcePosition position, Width width, int result, int value) {
            super(position, result, value);
            this.width = width;
        }

        @Override
        boolean isTied() {
            return true;
        }

        @Override
        void emit(Emitter out, Register resultRegister, Register[] useRegisters) {
            out.emit(new Instruction.Negate(width, resultRegister));
        }
    }

    /** {@code result} = the lowest bits of value, their bytes in the other order; zeros above. */
    static final class ByteSwap extends MachineInstruction {
        private final Instruction.ByteSwap.Kind kind;
        private final int bits;

        ByteSwap(
                @Nullable SourcePosition position,
                Instruction.ByteSwap.Kind kind,
                int bits,
                int result,
                int value) {
            super(position, result, value);
            this.kind = kind;
            this.bits = bits;
        }

        @Override
        boolean isTied() {
            return true;
        }

        @Override
        void emit(Emitter out, Register resultRegister, Register[] useRegisters) {
            out.emit(new Instruction.ByteSwap(kind, resultRegister, bits));
        }
    }

    /** A move of the MOV family: 32 bits wide it zeroes the upper half. */
    static final class Move extends MachineInstruction {
        private final AluOperation operation;
        private final Width width;

        Move(
                @Nullable SourcePosition position,
                AluOperation operation,
                Width width,
                int result,
                int value) {
            super(position, result, value);
            this.operation = operation;
            this.width = width;
        }

        @Override
        void emit(Emitter out, Register resultRegister, Register[] useRegisters) {
            out.emit(new Instruction.Alu(operation, width, resultRegister, useRegisters[0]));
        }
    }

    /** {@code result = number}. */
    static final class Literal extends MachineInstruction {
        final long value;

        Literal(int result, long value) {
            super(null, result);
            this.value = value;
        }

        @Override
        void emit(Emitter out, Register resultRegister, Register[] useRegisters) {
            out.number(resultRegister, value);
        }
    }

    /** {@code result = address}, of something that the loader fills in. */
    static final class Address extends MachineInstruction {
        private final Value64 value;

        Address(int result, Value64 value) {
            super(null, result);
            this.value = value;
        }

        @Override
        void emit(Emitter out, Register resultRegister, Register[] useRegisters) {
            out.emit(new Instruction.LoadImmediate64(resultRegister, value));
        }
    }

    /** {@code result = the address of a byte in the frame}. */
    static final class FrameAddress extends MachineInstruction {
        private final MachineAddress address;

        FrameAddress(int result, MachineAddress address) {
            super(null, result);
            this.address = address;
        }

        @Override
        void emit(Emitter out, Register resultRegister, Register[] useRegisters) {
            out.emit(
                    new Instruction.Alu(AluOperation.MOV, Width.W64, resultRegister, Register.R10));
            Immediate offset = new Immediate(out.frameOffset(address));
            out.emit(new Instruction.Alu(AluOperation.ADD, Width.W64, resultRegister, offset));
        }
    }

    /** {@code result = *address}, zero-extended or sign-extended. */
    static final class Load extends MachineInstruction {
        private final MemorySize size;
        private final boolean signed;
        private final MachineAddress address;

        Load(
                @Nullable SourcePosition position,
                MemorySize size,
                boolean signed,
                int result,
                MachineAddress address) {
            super(position, result, address.uses());
            this.size = size;
            this.signed = signed;
            this.address = address;
        }

        @Override
        void emit(Emitter out, Register resultRegister, Register[] useRegisters) {
            Register base = out.base(address, useRegisters);
            out.emit(new Instruction.Load(size, signed, resultRegister, base, out.offset(address)));
        }
    }

    /** {@code *address = value}. */
    static final class Store extends MachineInstruction {
        private final MemorySize size;
        private final MachineAddress address;
        private final int immediate;
        private final boolean storesRegister;

        Store(
                @Nullable SourcePosition position,
                MemorySize size,
                MachineAddress address,
                int value) {
            super(position, NONE, address.uses(value));
            this.size = size;
            this.address = address;
            this.immediate = 0;
            this.storesRegister = true;
        }

        /** Of an immediate, which 8 bytes hold sign-extended. */
        Store(
                @Nullable SourcePosition position,
                MemorySize size,
                MachineAddress address,
                Immediate value) {
            super(position, NONE, address.uses());
            this.size = size;
            this.address = address;
            this.immediate = value.value();
            this.storesRegister = false;
        }

        @Override
        void emit(Emitter out, Register resultRegister, Register[] useRegisters) {
            Register base = out.base(address, useRegisters);
            Operand value =
                    storesRegister
                            ? useRegisters[useRegisters.length - 1]
                            : new Immediate(immediate);
            out.emit(new Instruction.Store(size, base, out.offset(address), value));
        }
    }

    /** {@code *address += value}, atomically. */
    static final class AtomicAdd extends MachineInstruction {
        private final MemorySize size;
        private final MachineAddress address;

        AtomicAdd(
                @Nullable SourcePosition position,
                MemorySize size,
                MachineAddress address,
                int value) {
            super(position, NONE, address.uses(value));
            this.size = size;
            this.address = address;
        }

        @Override
        void emit(Emitter out, Register resultRegister, Register[] useRegisters) {
            Register value = useRegisters[useRegisters.length - 1];
            Register base = out.base(address, useRegisters);
            out.emit(
                    new Instruction.Atomic(
                            AtomicOperation.ADD, size, base, out.offset(address), value));
        }
    }

    /** {@code result = test ? whenTrue : whenFalse}; the first use is {@code whenTrue}. */
    static final class Select extends MachineInstruction {
        private final Comparison test;
        private final boolean falseIsNumber;
        private final long number;

        Select(
                @Nullable SourcePosition position,
                Comparison test,
                int result,
                int whenTrue,
                int whenFalse) {
            super(position, result, test.usesBetween(whenTrue, whenFalse));
            this.test = test;
            this.falseIsNumber = false;
            this.number = 0;
        }

        /** With a number where the test fails. */
        Select(
                @Nullable SourcePosition position,
                Comparison test,
                int result,
                int whenTrue,
                long whenFalse) {
            super(position, result, test.usesBetween(whenTrue, NONE));
            this.test = test;
            this.falseIsNumber = true;
            this.number = whenFalse;
        }

        @Override
        boolean isTied() {
            return true;
        }

        @Override
        boolean writesEarly() {
            return true;
        }

        @Override
        void emit(Emitter out, Register resultRegister, Register[] useRegisters) {
            Label chosen = out.newLabel();
            // The result holds what is tested already if that is the first choice. Testing the
            // result lets verifiers
            // that do not track copies (before Linux 5.11) learn its bounds.
            Register left = uses[1] == uses[0] ? resultRegister : useRegisters[1];
            Operand right = test.right == NONE ? new Immediate(test.immediate) : useRegisters[2];
            out.jumpIf(test.condition, test.width, left, right, chosen);
            if (falseIsNumber) {
                out.number(resultRegister, number);
            } else {
                out.move(resultRegister, useRegisters[useRegisters.length - 1]);
            }
            out.bind(chosen);
        }
    }

    /** Calls: the uses are in R1 and on, the result is in R0. */
    static final class Call extends MachineInstruction {
        /** What of the kernel is called, or null. */
        private final @Nullable CallTarget target;

        private final String function;

        /** A call of a helper, or of a function of the kernel. */
        Call(@Nullable SourcePosition position, CallTarget target, int result, int... arguments) {
            super(position, result, arguments);
            this.target = target;
            this.function = "";
        }

        /** A call of another function, by its name. */
        Call(@Nullable SourcePosition position, String function, int result, int... arguments) {
            super(position, result, arguments);
            this.target = null;
            this.function = function;
        }

        @Override
        void emit(Emitter out, Register resultRegister, Register[] useRegisters) {
            if (target == null) {
                out.call(function);
            } else {
                out.emit(new Instruction.Call(target));
            }
        }
    }

    /** Loads the address of another function. */
    static final class FunctionAddress extends MachineInstruction {
        private final String function;

        FunctionAddress(int result, String function) {
            super(null, result);
            this.function = function;
        }

        @Override
        void emit(Emitter out, Register resultRegister, Register[] useRegisters) {
            out.loadAddress(resultRegister, function);
        }
    }

    /** Ends the function; the use is in R0. */
    static final class Return extends MachineInstruction {

        Return(@Nullable SourcePosition position, int value) {
            super(position, NONE, value);
        }

        @Override
        void emit(Emitter out, Register resultRegister, Register[] useRegisters) {
            out.emit(new Instruction.Exit());
        }
    }

    /** Goes on in the only successor of the block. */
    static final class Jump extends MachineInstruction {

        Jump(@Nullable SourcePosition position) {
            super(position, NONE);
        }

        @Override
        void emit(Emitter out, Register resultRegister, Register[] useRegisters) {
            out.jump();
        }
    }

    /** Goes on in the first successor of the block if the test holds, in the second if not. */
    static final class Branch extends MachineInstruction {
        private final Comparison test;

        Branch(@Nullable SourcePosition position, Comparison test) {
            super(position, NONE, test.uses());
            this.test = test;
        }

        @Override
        void emit(Emitter out, Register resultRegister, Register[] useRegisters) {
            Operand right = test.right == NONE ? new Immediate(test.immediate) : useRegisters[1];
            out.branch(test.condition, test.width, useRegisters[0], right);
        }
    }
}
