package dev.skep.compiler.codegen;

import dev.skep.bpf.asm.AluOperation;
import dev.skep.bpf.asm.CodeBuilder;
import dev.skep.bpf.asm.Condition;
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

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Writes the instructions of an allocated function, block after block, with jumps only where the
 * next is another.
 */
final class Emitter {
    private final Allocation allocation;
    private final Frame frame;
    private final CodeBuilder code;

    /** By name: where other functions begin. */
    private final Map<String, Label> functions;

    private final Layout layout;
    private final Label[] labels;

    /** The block at hand. */
    private MachineBlock current;

    private Emitter(
            Allocation allocation, Frame frame, CodeBuilder code, Map<String, Label> functions) {
        this.allocation = allocation;
        this.frame = frame;
        this.code = code;
        this.functions = functions;
        layout = Layout.of(allocation);
        List<MachineBlock> blocks = allocation.function.blocks;
        labels = new Label[blocks.size()];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = code.newLabel(blocks.get(i).name);
        }
        current = blocks.getFirst();
    }

    /**
     * Appends the instructions of a function.
     *
     * @param functions the places of all functions that may be called, bound or not
     */
    static void emit(
            Allocation allocation, Frame frame, CodeBuilder code, Map<String, Label> functions) {
        Emitter emitter = new Emitter(allocation, frame, code, functions);
        code.source(firstPosition(allocation.function));
        for (MachineBlock block : allocation.function.blocks) {
            if (emitter.layout.isKept(block)) {
                emitter.block(block);
            }
        }
    }

    private static @Nullable SourcePosition firstPosition(MachineFunction function) {
        for (MachineBlock block : function.blocks) {
            for (MachineInstruction instruction : block.instructions) {
                if (instruction.position != null) {
                    return instruction.position;
                }
            }
        }
        return null;
    }

    private void block(MachineBlock block) {
        current = block;
        code.bind(labels[block.index]);
        for (Placed step : allocation.entries.get(block.index)) {
            step.emit(this);
        }
        for (int parameter : block.parameters) {
            int location = allocation.locationAtStart(block.index, parameter);
            if (location != MachineInstruction.NONE) {
                storeIfHomed(parameter, Register.of(location));
            }
        }
        for (Placed step : allocation.steps.get(block.index)) {
            step.emit(this);
        }
    }

    /** Says where what follows came from; what came from nowhere belongs to what is before it. */
    void at(@Nullable SourcePosition position) {
        if (position != null) {
            code.source(position);
        }
    }

    /** Writes a call of another function. */
    void call(String function) {
        code.call(place(function));
    }

    /** Writes {@code destination = address of another function}. */
    void loadAddress(Register destination, String function) {
        code.loadAddress(destination, place(function));
    }

    private Label place(String function) {
        return Objects.requireNonNull(functions.get(function), function);
    }

    /** Writes an instruction that goes nowhere. */
    void emit(Instruction instruction) {
        code.emit(instruction);
    }

    /** {@return a new label} */
    Label newLabel() {
        return code.newLabel();
    }

    /** Binds a label to what follows. */
    void bind(Label label) {
        code.bind(label);
    }

    /** Writes a conditional jump. */
    void jumpIf(Condition condition, Width width, Register left, Operand right, Label target) {
        code.jumpIf(condition, width, left, right, target);
    }

    /** Writes {@code destination = source}. */
    void move(Register destination, Register source) {
        if (destination != source) {
            emit(new Instruction.Alu(AluOperation.MOV, Width.W64, destination, source));
        }
    }

    /** Writes {@code destination = value}, as short as it can be. */
    void number(Register destination, long value) {
        if (value == (int) value) {
            emit(
                    new Instruction.Alu(
                            AluOperation.MOV, Width.W64, destination, new Immediate((int) value)));
        } else if (value >>> 32 == 0) {
            emit(
                    new Instruction.Alu(
                            AluOperation.MOV, Width.W32, destination, new Immediate((int) value)));
        } else {
            emit(new Instruction.LoadImmediate64(destination, new Value64.Number(value)));
        }
    }

    /** {@return the register that a place in memory is an offset from} */
    Register base(MachineAddress address, Register[] useRegisters) {
        return address.isFrame() ? Register.R10 : useRegisters[0];
    }

    /** {@return the offset of a place in memory from its {@link #base}} */
    short offset(MachineAddress address) {
        return (short) (address.isFrame() ? frameOffset(address) : address.offset);
    }

    /** {@return bytes from R10 to a place in the frame} */
    int frameOffset(MachineAddress address) {
        return frame.slot(address.slot) + address.offset;
    }

    /** Moves between a register and a register or home, locations of {@link ParallelMove}. */
    void transfer(int to, int from) {
        if (ParallelMove.isHome(to)) {
            store(to, Register.of(from));
        } else if (ParallelMove.isHome(from)) {
            short offset = homeOffset(from);
            emit(
                    new Instruction.Load(
                            MemorySize.DOUBLE, false, Register.of(to), Register.R10, offset));
        } else {
            move(Register.of(to), Register.of(from));
        }
    }

    /** Writes a virtual register, just defined, to its home if it has one. */
    void storeIfHomed(int register, Register from) {
        if (allocation.homes.has(register)) {
            store(ParallelMove.home(register), from);
        }
    }

    private void store(int home, Register from) {
        emit(new Instruction.Store(MemorySize.DOUBLE, Register.R10, homeOffset(home), from));
    }

    private short homeOffset(int home) {
        int register = home - ParallelMove.REGISTERS;
        return (short) frame.home(allocation.homes.place(register));
    }

    /** Writes what leads to the only successor, or to both if they are the same by now. */
    void jump() {
        MachineBlock target = layout.target(current.successors.getFirst());
        if (target != layout.next(current)) {
            code.goTo(labels[target.index]);
        }
    }

    /** Writes what leads to the first successor if a condition holds, and to the second if not. */
    void branch(Condition condition, Width width, Register left, Operand right) {
        MachineBlock whenTrue = layout.target(current.successors.get(0));
        MachineBlock whenFalse = layout.target(current.successors.get(1));
        if (whenTrue == whenFalse) {
            jump();
            return;
        }
        if (whenTrue == layout.next(current)) {
            Condition negated = Comparison.negated(condition);
            code.jumpIf(negated, width, left, right, labels[whenFalse.index]);
            return;
        }
        code.jumpIf(condition, width, left, right, labels[whenTrue.index]);
        if (whenFalse != layout.next(current)) {
            code.goTo(labels[whenFalse.index]);
        }
    }
}
