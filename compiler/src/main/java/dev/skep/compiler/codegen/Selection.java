package dev.skep.compiler.codegen;

import dev.skep.bpf.asm.AluOperation;
import dev.skep.bpf.asm.Immediate;
import dev.skep.bpf.asm.SourcePosition;
import dev.skep.bpf.asm.Value64;
import dev.skep.bpf.asm.Width;
import dev.skep.compiler.CodegenOptions;
import dev.skep.compiler.ir.Constant;
import dev.skep.compiler.ir.Convert;
import dev.skep.compiler.ir.Function;
import dev.skep.compiler.ir.MapAddress;
import dev.skep.compiler.ir.MapValueAddress;
import dev.skep.compiler.ir.PointerAdd;
import dev.skep.compiler.ir.Relocated;
import dev.skep.compiler.ir.StackSlot;
import dev.skep.compiler.ir.SubprogramAddress;
import dev.skep.compiler.ir.Type;
import dev.skep.compiler.ir.Value;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What choosing instructions has come to: the virtual register of each value, and the instructions
 * chosen for the operation at hand. An operation gets a register when a use asks for it, so what is
 * folded into its uses gets none.
 */
final class Selection {
    final MachineFunction machine;
    final CodegenOptions options;
    final DemandedBits demanded;

    /** The instructions for the operation at hand, in order. */
    final List<MachineInstruction> pending = new ArrayList<>();

    /** Where the operation at hand came from. */
    @Nullable SourcePosition position;

    private final int[] registers;
    private final Map<Long, Integer> numbers = new HashMap<>();
    private final Map<StackSlot, Integer> slots = new HashMap<>();

    Selection(Function function, CodegenOptions options) {
        this.machine = new MachineFunction(function.name());
        this.options = options;
        this.demanded = DemandedBits.of(function, options.level());
        registers = new int[function.valueCount()];
        Arrays.fill(registers, MachineInstruction.NONE);
    }

    /** {@return whether the value of an operation is in use as a register} */
    boolean isNeeded(Value operation) {
        return registers[operation.id()] != MachineInstruction.NONE;
    }

    /** {@return the register that {@code value} is in} */
    int register(Value value) {
        Value held = stripped(value);
        if (held instanceof Constant constant) {
            return number(constant.zeroExtended());
        }
        int register = registers[held.id()];
        if (register == MachineInstruction.NONE) {
            register = machine.newRegister();
            registers[held.id()] = register;
            defineRecipe(held, register);
        }
        return register;
    }

    /**
     * {@return the value whose register holds {@code value} too, because a conversion changes no
     * bit}
     */
    Value stripped(Value value) {
        Value held = value;
        while (held instanceof Convert convert && isFree(convert)) {
            held = convert.value();
        }
        return held;
    }

    /** {@return whether a conversion leaves the register as it is} */
    boolean isFree(Convert convert) {
        return switch (convert.conversion()) {
            case ZERO_EXTEND, REINTERPRET -> true;
            case SIGN_EXTEND ->
                    demanded.isSigned(convert.value())
                            && (convert.target() == Type.I64 || demanded.isLoose(convert));
            case BYTE_SWAP -> false;
            case TRUNCATE -> demanded.isLoose(convert);
        };
    }

    /** {@return a register that holds a number} */
    int number(long value) {
        Integer known = numbers.get(value);
        if (known != null) {
            return known;
        }
        int register = machine.newRegister();
        machine.define(new MachineInstruction.Literal(register, value));
        numbers.put(value, register);
        return register;
    }

    /** {@return the slot of the frame that an operation stands for} */
    int slot(StackSlot operation) {
        Integer known = slots.get(operation);
        if (known != null) {
            return known;
        }
        machine.slots.add(operation);
        slots.put(operation, machine.slots.size() - 1);
        return machine.slots.size() - 1;
    }

    /**
     * {@return the place {@code offset} bytes from {@code pointer}; constant steps on the way are
     * folded}
     */
    MachineAddress address(Value pointer, int offset) {
        Value base = stripped(pointer);
        long total = offset;
        while (base instanceof PointerAdd step && step.offset() instanceof Constant constant) {
            total += constant.value();
            base = stripped(step.pointer());
        }
        if (base instanceof StackSlot slot && total == (int) total) {
            return MachineAddress.frame(slot(slot), (int) total);
        }
        if (total == (short) total) {
            return MachineAddress.register(register(base), (int) total);
        }
        int moved = temporary();
        if (total == (int) total) {
            alu(AluOperation.ADD, Width.W64, moved, register(base), new Immediate((int) total));
        } else {
            alu(AluOperation.ADD, Width.W64, moved, register(base), number(total));
        }
        return MachineAddress.register(moved, 0);
    }

    /** {@return a new register for something in between} */
    int temporary() {
        return machine.newRegister();
    }

    /** Appends an instruction. */
    void add(MachineInstruction instruction) {
        pending.add(instruction);
    }

    /** Appends {@code result = left op right}. */
    void alu(AluOperation operation, Width width, int result, int left, int right) {
        add(new MachineInstruction.Alu(position, operation, width, result, left, right));
    }

    /** Appends {@code result = left op immediate}; 64-bit operations sign-extend the immediate. */
    void alu(AluOperation operation, Width width, int result, int left, Immediate right) {
        add(new MachineInstruction.Alu(position, operation, width, result, left, right));
    }

    /** Appends {@code result = value}; 32 bits wide the upper half becomes zero. */
    void move(Width width, int result, int value) {
        add(new MachineInstruction.Move(position, AluOperation.MOV, width, result, value));
    }

    /** {@return how wide the instructions are that work on a type} */
    static Width width(Type type) {
        return type == Type.I64 || type.isPointer() ? Width.W64 : Width.W32;
    }

    /** Lets values that are made from nothing be made where they are needed. */
    private void defineRecipe(Value value, int register) {
        if (value instanceof StackSlot slot) {
            machine.define(
                    new MachineInstruction.FrameAddress(
                            register, MachineAddress.frame(slot(slot), 0)));
        } else if (value instanceof MapAddress map) {
            machine.define(
                    new MachineInstruction.Address(register, new Value64.MapReference(map.map())));
        } else if (value instanceof MapValueAddress place) {
            machine.define(
                    new MachineInstruction.Address(
                            register, new Value64.MapValueReference(place.map(), place.offset())));
        } else if (value instanceof Relocated fact) {
            Value64 offset =
                    new Value64.Relocated(fact.kind(), fact.struct(), fact.path(), fact.known());
            machine.define(new MachineInstruction.Address(register, offset));
        } else if (value instanceof SubprogramAddress address) {
            machine.define(new MachineInstruction.FunctionAddress(register, address.function()));
        } else if (value instanceof PointerAdd step && inFrame(step)) {
            machine.define(new MachineInstruction.FrameAddress(register, address(step, 0)));
        }
    }

    /** {@return whether a pointer is constant steps away from a slot} */
    private boolean inFrame(PointerAdd pointer) {
        Value base = pointer;
        while (base instanceof PointerAdd step && step.offset() instanceof Constant) {
            base = stripped(step.pointer());
        }
        return base instanceof StackSlot;
    }
}
