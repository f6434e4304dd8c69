package dev.skep.bpf.asm;

import dev.skep.bpf.MalformedObjectException;
import dev.skep.bpf.asm.Instruction.AddressSpaceCast;
import dev.skep.bpf.asm.Instruction.Alu;
import dev.skep.bpf.asm.Instruction.Atomic;
import dev.skep.bpf.asm.Instruction.ByteSwap;
import dev.skep.bpf.asm.Instruction.Call;
import dev.skep.bpf.asm.Instruction.Exit;
import dev.skep.bpf.asm.Instruction.Goto;
import dev.skep.bpf.asm.Instruction.GotoRegister;
import dev.skep.bpf.asm.Instruction.JumpIf;
import dev.skep.bpf.asm.Instruction.Load;
import dev.skep.bpf.asm.Instruction.LoadImmediate64;
import dev.skep.bpf.asm.Instruction.LoadPacket;
import dev.skep.bpf.asm.Instruction.MayGoto;
import dev.skep.bpf.asm.Instruction.Negate;
import dev.skep.bpf.asm.Instruction.Store;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns bytes into instructions (RFC 9669, section 3). What it takes is what {@link
 * InstructionEncoder} makes: an undefined operation, and a field that is not zero though nothing
 * uses it, are refused, as the kernel does.
 */
public final class InstructionDecoder {

    /** One slot, its fields pulled apart. */
    private record Slot(
            int index, int opcode, int destination, int source, short offset, int immediate) {

        Register destinationRegister() {
            return register("destination", destination);
        }

        Register sourceRegister() {
            return register("source", source);
        }

        /** {@return the second operand of arithmetic, a jump or a store} */
        Operand operand(boolean register) {
            if (register) {
                zero("immediate", immediate);
                return sourceRegister();
            }
            zero("source register", source);
            return new Immediate(immediate);
        }

        void zero(String field, int value) {
            if (value != 0) {
                throw malformed(field + " is " + value + " and must be 0");
            }
        }

        MalformedObjectException undefined() {
            return malformed("not defined");
        }

        private Register register(String field, int number) {
            if (number > Register.R10.number()) {
                throw malformed("there is no register " + number + " to be the " + field);
            }
            return Register.of(number);
        }

        private MalformedObjectException malformed(String what) {
            return new MalformedObjectException(
                    "instruction at slot "
                            + index
                            + " (opcode 0x"
                            + Integer.toHexString(opcode)
                            + "): "
                            + what);
        }
    }

    private static final AluOperation[] ALU_OPERATIONS = AluOperation.values();
    private static final AtomicOperation[] ATOMIC_OPERATIONS = AtomicOperation.values();
    private static final Condition[] CONDITIONS = Condition.values();

    private final ByteBuffer buffer;
    private final boolean little;

    private InstructionDecoder(ByteBuffer buffer) {
        this.buffer = buffer;
        this.little = buffer.order() == ByteOrder.LITTLE_ENDIAN;
    }

    /**
     * {@return the code, which is in the byte order of this machine}
     *
     * @throws MalformedObjectException as {@link #decode(byte[], ByteOrder)}
     */
    public static Code decode(byte[] bytes) {
        return decode(bytes, ByteOrder.nativeOrder());
    }

    /**
     * {@return the code, which is in {@code order}}
     *
     * @throws MalformedObjectException if anything in it is not defined; the message has the slot's
     *     number
     */
    public static Code decode(byte[] bytes, ByteOrder order) {
        if (bytes.length % Opcodes.SLOT != 0) {
            throw new MalformedObjectException(
                    "code of " + bytes.length + " bytes; every slot has " + Opcodes.SLOT);
        }
        InstructionDecoder decoder = new InstructionDecoder(ByteBuffer.wrap(bytes).order(order));
        List<CodeElement> elements = new ArrayList<>(bytes.length / Opcodes.SLOT);
        while (decoder.buffer.hasRemaining()) {
            elements.add(new CodeElement(decoder.instruction(), null));
        }
        return new Code(elements);
    }

    private Slot slot() {
        int index = buffer.position() / Opcodes.SLOT;
        int opcode = buffer.get() & 0xff;
        int registers = buffer.get() & 0xff;
        int low = registers & 0x0f;
        int high = registers >> 4;
        return new Slot(
                index,
                opcode,
                little ? low : high,
                little ? high : low,
                buffer.getShort(),
                buffer.getInt());
    }

    private Instruction instruction() {
        Slot slot = slot();
        return switch (slot.opcode & Opcodes.CLASS_MASK) {
            case Opcodes.LD ->
                    slot.opcode == Opcodes.LOAD_IMMEDIATE_64 ? immediate64(slot) : packet(slot);
            case Opcodes.LDX -> load(slot);
            case Opcodes.ST -> store(slot, false);
            case Opcodes.STX ->
                    (slot.opcode & Opcodes.MODE_MASK) == Opcodes.ATOMIC
                            ? atomic(slot)
                            : store(slot, true);
            case Opcodes.ALU -> alu(slot, Width.W32);
            case Opcodes.ALU64 -> alu(slot, Width.W64);
            case Opcodes.JMP -> jump(slot);
            default -> jump32(slot);
        };
    }

    private Instruction immediate64(Slot first) {
        first.zero("offset", first.offset);
        if (!buffer.hasRemaining()) {
            throw first.malformed("its second slot is missing");
        }
        Slot second = slot();
        if (second.opcode != 0
                || second.destination != 0
                || second.source != 0
                || second.offset != 0) {
            throw second.malformed("the second slot of a 64-bit load has an immediate only");
        }
        int low = first.immediate;
        int high = second.immediate;
        Value64 value =
                switch (first.source) {
                    case Opcodes.VALUE_NUMBER ->
                            new Value64.Number(((long) high << 32) | (low & 0xffffffffL));
                    case Opcodes.VALUE_MAP_FD -> {
                        second.zero("immediate", high);
                        yield new Value64.MapFd(low);
                    }
                    case Opcodes.VALUE_MAP_VALUE -> new Value64.MapValueFd(low, high);
                    case Opcodes.VALUE_BTF_ID -> new Value64.BtfId(low, high);
                    case Opcodes.VALUE_FUNCTION -> {
                        second.zero("immediate", high);
                        yield Opcodes.function(low);
                    }
                    case Opcodes.VALUE_MAP_INDEX -> {
                        second.zero("immediate", high);
                        yield new Value64.MapIndex(low);
                    }
                    case Opcodes.VALUE_MAP_VALUE_INDEX -> new Value64.MapValueIndex(low, high);
                    default ->
                            throw first.malformed(
                                    "no kind of value has the number " + first.source);
                };
        return new LoadImmediate64(first.destinationRegister(), value);
    }

    private static Instruction packet(Slot slot) {
        int mode = slot.opcode & Opcodes.MODE_MASK;
        MemorySize size = Opcodes.size(slot.opcode);
        if ((mode != Opcodes.ABS && mode != Opcodes.IND) || size == MemorySize.DOUBLE) {
            throw slot.undefined();
        }
        slot.zero("destination register", slot.destination);
        slot.zero("offset", slot.offset);
        if (mode == Opcodes.ABS) {
            slot.zero("source register", slot.source);
            return new LoadPacket(size, null, slot.immediate);
        }
        return new LoadPacket(size, slot.sourceRegister(), slot.immediate);
    }

    private static Instruction load(Slot slot) {
        int mode = slot.opcode & Opcodes.MODE_MASK;
        MemorySize size = Opcodes.size(slot.opcode);
        boolean signed = mode == Opcodes.MEMSX;
        if ((mode != Opcodes.MEM && !signed) || (signed && size == MemorySize.DOUBLE)) {
            throw slot.undefined();
        }
        slot.zero("immediate", slot.immediate);
        return new Load(
                size, signed, slot.destinationRegister(), slot.sourceRegister(), slot.offset);
    }

    private static Instruction store(Slot slot, boolean register) {
        if ((slot.opcode & Opcodes.MODE_MASK) != Opcodes.MEM) {
            throw slot.undefined();
        }
        MemorySize size = Opcodes.size(slot.opcode);
        return new Store(size, slot.destinationRegister(), slot.offset, slot.operand(register));
    }

    private static Instruction atomic(Slot slot) {
        MemorySize size = Opcodes.size(slot.opcode);
        for (AtomicOperation operation : ATOMIC_OPERATIONS) {
            if (Opcodes.immediate(operation) == slot.immediate) {
                if (size.bytes() < 4 && operation.modifies()) {
                    throw slot.undefined();
                }
                boolean load = operation == AtomicOperation.LOAD_ACQUIRE;
                Register base = load ? slot.sourceRegister() : slot.destinationRegister();
                Register source = load ? slot.destinationRegister() : slot.sourceRegister();
                return new Atomic(operation, size, base, slot.offset, source);
            }
        }
        throw slot.malformed(
                "no atomic operation has the number 0x" + Integer.toHexString(slot.immediate));
    }

    private static Instruction alu(Slot slot, Width width) {
        int bits = slot.opcode & Opcodes.OPERATION_MASK;
        boolean register = (slot.opcode & Opcodes.X) != 0;
        if (bits == Opcodes.END) {
            return byteSwap(slot, width, register);
        }
        if (bits == Opcodes.NEG) {
            if (register) {
                throw slot.undefined();
            }
            slot.zero("source register", slot.source);
            slot.zero("offset", slot.offset);
            slot.zero("immediate", slot.immediate);
            return new Negate(width, slot.destinationRegister());
        }
        if (register
                && width == Width.W64
                && bits == Opcodes.bits(AluOperation.MOV)
                && slot.offset == Opcodes.ADDRESS_SPACE_CAST) {
            return new AddressSpaceCast(
                    slot.destinationRegister(),
                    slot.sourceRegister(),
                    slot.immediate >>> 16,
                    slot.immediate & 0xffff);
        }
        for (AluOperation operation : ALU_OPERATIONS) {
            if (Opcodes.bits(operation) == bits && Opcodes.offset(operation) == slot.offset) {
                boolean wrong =
                        (operation.extendsSign() && !register)
                                || (operation == AluOperation.MOVSX32 && width == Width.W32);
                if (wrong) {
                    break;
                }
                return new Alu(
                        operation, width, slot.destinationRegister(), slot.operand(register));
            }
        }
        throw slot.malformed("not defined with offset " + slot.offset);
    }

    private static Instruction byteSwap(Slot slot, Width width, boolean big) {
        boolean always = width == Width.W64;
        if (always && big) {
            throw slot.undefined();
        }
        slot.zero("source register", slot.source);
        slot.zero("offset", slot.offset);
        int bits = slot.immediate;
        if (bits != 16 && bits != 32 && bits != 64) {
            throw slot.malformed("a byte swap has 16, 32 or 64 bits, not " + bits);
        }
        ByteSwap.Kind kind =
                always
                        ? ByteSwap.Kind.ALWAYS
                        : big ? ByteSwap.Kind.TO_BIG : ByteSwap.Kind.TO_LITTLE;
        return new ByteSwap(kind, slot.destinationRegister(), bits);
    }

    private static Instruction jump(Slot slot) {
        return switch (slot.opcode) {
            case Opcodes.JMP | Opcodes.JA -> {
                bare(slot);
                slot.zero("immediate", slot.immediate);
                yield new Goto(slot.offset, false);
            }
            case Opcodes.JMP | Opcodes.JA | Opcodes.X -> {
                slot.zero("source register", slot.source);
                slot.zero("offset", slot.offset);
                slot.zero("immediate", slot.immediate);
                yield new GotoRegister(slot.destinationRegister());
            }
            case Opcodes.JMP | Opcodes.CALL -> new Call(callTarget(slot));
            case Opcodes.JMP | Opcodes.EXIT -> {
                bare(slot);
                slot.zero("offset", slot.offset);
                slot.zero("immediate", slot.immediate);
                yield new Exit();
            }
            case Opcodes.JMP | Opcodes.JCOND -> {
                bare(slot);
                slot.zero("immediate", slot.immediate);
                yield new MayGoto(slot.offset);
            }
            default -> jumpIf(slot, Width.W64);
        };
    }

    private static Instruction jump32(Slot slot) {
        if (slot.opcode == (Opcodes.JMP32 | Opcodes.JA)) {
            bare(slot);
            slot.zero("offset", slot.offset);
            return new Goto(slot.immediate, true);
        }
        return jumpIf(slot, Width.W32);
    }

    private static Instruction jumpIf(Slot slot, Width width) {
        Condition condition = condition(slot.opcode & Opcodes.OPERATION_MASK);
        if (condition == null) {
            throw slot.undefined();
        }
        Operand right = slot.operand((slot.opcode & Opcodes.X) != 0);
        return new JumpIf(condition, width, slot.destinationRegister(), right, slot.offset);
    }

    private static CallTarget callTarget(Slot slot) {
        slot.zero("destination register", slot.destination);
        if (slot.source != Opcodes.CALL_KERNEL_FUNCTION) {
            slot.zero("offset", slot.offset);
        }
        return switch (slot.source) {
            case Opcodes.CALL_HELPER -> new CallTarget.Helper(slot.immediate);
            case Opcodes.CALL_SUBPROGRAM -> new CallTarget.Subprogram(slot.immediate);
            case Opcodes.CALL_KERNEL_FUNCTION ->
                    new CallTarget.KernelFunction(slot.immediate, slot.offset);
            default -> throw slot.malformed("no kind of call has the number " + slot.source);
        };
    }

    /** Checks that neither register is used. */
    private static void bare(Slot slot) {
        slot.zero("destination register", slot.destination);
        slot.zero("source register", slot.source);
    }

    private static @Nullable Condition condition(int bits) {
        for (Condition condition : CONDITIONS) {
            if (Opcodes.bits(condition) == bits) {
                return condition;
            }
        }
        return null;
    }
}
