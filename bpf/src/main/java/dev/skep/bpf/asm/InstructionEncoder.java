package dev.skep.bpf.asm;

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

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Turns instructions into the bytes that the kernel and ELF files have, 8 a slot (RFC 9669, section
 * 3).
 */
public final class InstructionEncoder {

    private final ByteBuffer buffer;

    private InstructionEncoder(ByteBuffer buffer) {
        this.buffer = buffer;
    }

    /**
     * {@return the code in the byte order of this machine, as the kernel takes it}
     *
     * @throws IllegalArgumentException as {@link #encode(Code, ByteOrder)}
     */
    public static byte[] encode(Code code) {
        return encode(code, ByteOrder.nativeOrder());
    }

    /**
     * {@return the code in {@code order}}
     *
     * @throws IllegalArgumentException if an instruction names a map of the object: the loader puts
     *     a descriptor there first
     */
    public static byte[] encode(Code code, ByteOrder order) {
        byte[] bytes = new byte[code.slots() * Opcodes.SLOT];
        InstructionEncoder encoder = new InstructionEncoder(ByteBuffer.wrap(bytes).order(order));
        for (CodeElement element : code.elements()) {
            encoder.put(element.instruction());
        }
        return bytes;
    }

    /**
     * Chains of {@code instanceof} here and below instead of switches over patterns: this runs at
     * every start, and linking such a switch takes some tenths of a millisecond, the first one some
     * milliseconds, which an AOT cache does not save (JDK 25).
     */
    private void put(Instruction instruction) {
        if (instruction instanceof Alu alu) {
            int opcode = alu(alu.width()) | Opcodes.bits(alu.operation());
            short offset = Opcodes.offset(alu.operation());
            operands(opcode, alu.destination(), alu.source(), offset);
        } else if (instruction instanceof Load load) {
            int mode = load.signed() ? Opcodes.MEMSX : Opcodes.MEM;
            int opcode = Opcodes.LDX | mode | Opcodes.bits(load.size());
            slot(opcode, load.destination(), load.base().number(), load.offset(), 0);
        } else if (instruction instanceof Store store) {
            put(store);
        } else if (instruction instanceof JumpIf jump) {
            int kind = jump.width() == Width.W64 ? Opcodes.JMP : Opcodes.JMP32;
            operands(
                    kind | Opcodes.bits(jump.condition()),
                    jump.left(),
                    jump.right(),
                    jump.offset());
        } else if (instruction instanceof Call call) {
            put(call.target());
        } else if (instruction instanceof LoadImmediate64 load) {
            put(load);
        } else if (instruction instanceof Goto jump) {
            if (jump.wide()) {
                slot(Opcodes.JMP32 | Opcodes.JA, Register.R0, 0, 0, jump.offset());
            } else {
                slot(Opcodes.JMP | Opcodes.JA, Register.R0, 0, jump.offset(), 0);
            }
        } else if (instruction instanceof Exit) {
            slot(Opcodes.JMP | Opcodes.EXIT, Register.R0, 0, 0, 0);
        } else if (instruction instanceof Negate negate) {
            slot(alu(negate.width()) | Opcodes.NEG, negate.destination(), 0, 0, 0);
        } else if (instruction instanceof ByteSwap swap) {
            slot(opcode(swap.kind()), swap.destination(), 0, 0, swap.bits());
        } else if (instruction instanceof Atomic atomic) {
            put(atomic);
        } else {
            putRare(instruction);
        }
    }

    private void putRare(Instruction instruction) {
        if (instruction instanceof MayGoto jump) {
            slot(Opcodes.JMP | Opcodes.JCOND, Register.R0, 0, jump.offset(), 0);
        } else if (instruction instanceof GotoRegister jump) {
            slot(Opcodes.JMP | Opcodes.JA | Opcodes.X, jump.register(), 0, 0, 0);
        } else if (instruction instanceof AddressSpaceCast cast) {
            int opcode = Opcodes.ALU64 | Opcodes.bits(AluOperation.MOV) | Opcodes.X;
            int spaces = cast.toSpace() << 16 | cast.fromSpace();
            int source = cast.source().number();
            slot(opcode, cast.destination(), source, Opcodes.ADDRESS_SPACE_CAST, spaces);
        } else if (instruction instanceof LoadPacket load) {
            Register index = load.index();
            int mode = index == null ? Opcodes.ABS : Opcodes.IND;
            int opcode = Opcodes.LD | mode | Opcodes.bits(load.size());
            slot(opcode, Register.R0, index == null ? 0 : index.number(), 0, load.offset());
        } else {
            throw new IllegalStateException("no encoding is written down for " + instruction);
        }
    }

    private void put(Store store) {
        int mode = Opcodes.MEM | Opcodes.bits(store.size());
        if (store.source() instanceof Immediate immediate) {
            slot(Opcodes.ST | mode, store.base(), 0, store.offset(), immediate.value());
        } else {
            int source = ((Register) store.source()).number();
            slot(Opcodes.STX | mode, store.base(), source, store.offset(), 0);
        }
    }

    private void put(Atomic atomic) {
        int opcode = Opcodes.STX | Opcodes.ATOMIC | Opcodes.bits(atomic.size());
        // A load has its registers where other loads have them.
        boolean load = atomic.operation() == AtomicOperation.LOAD_ACQUIRE;
        Register destination = load ? atomic.source() : atomic.base();
        Register source = load ? atomic.base() : atomic.source();
        slot(
                opcode,
                destination,
                source.number(),
                atomic.offset(),
                Opcodes.immediate(atomic.operation()));
    }

    private void put(LoadImmediate64 load) {
        Value64 value = load.value();
        if (value instanceof Value64.Number number) {
            wide(load, Opcodes.VALUE_NUMBER, (int) number.value(), (int) (number.value() >> 32));
        } else if (value instanceof Value64.Relocated fact) {
            wide(load, Opcodes.VALUE_NUMBER, (int) fact.value(), (int) (fact.value() >> 32));
        } else if (value instanceof Value64.MapFd map) {
            wide(load, Opcodes.VALUE_MAP_FD, map.fd(), 0);
        } else if (value instanceof Value64.MapValueFd map) {
            wide(load, Opcodes.VALUE_MAP_VALUE, map.fd(), map.offset());
        } else if (value instanceof Value64.BtfId type) {
            wide(load, Opcodes.VALUE_BTF_ID, type.typeId(), type.btfFd());
        } else if (value instanceof Value64.Function function) {
            wide(load, Opcodes.VALUE_FUNCTION, Opcodes.functionImmediate(function), 0);
        } else if (value instanceof Value64.MapIndex map) {
            wide(load, Opcodes.VALUE_MAP_INDEX, map.index(), 0);
        } else if (value instanceof Value64.MapValueIndex map) {
            wide(load, Opcodes.VALUE_MAP_VALUE_INDEX, map.index(), map.offset());
        } else if (value instanceof Value64.MapReference reference) {
            throw unresolved(load, reference.map());
        } else if (value instanceof Value64.MapValueReference reference) {
            throw unresolved(load, reference.map());
        } else {
            throw new IllegalStateException("no encoding is written down for " + value);
        }
    }

    private void put(CallTarget target) {
        int opcode = Opcodes.JMP | Opcodes.CALL;
        if (target instanceof CallTarget.Helper helper) {
            slot(opcode, Register.R0, Opcodes.CALL_HELPER, 0, helper.number());
        } else if (target instanceof CallTarget.Subprogram subprogram) {
            slot(opcode, Register.R0, Opcodes.CALL_SUBPROGRAM, 0, subprogram.offset());
        } else if (target instanceof CallTarget.KernelFunction function) {
            int kind = Opcodes.CALL_KERNEL_FUNCTION;
            slot(opcode, Register.R0, kind, function.fdIndex(), function.typeId());
        } else if (target instanceof CallTarget.KernelFunctionReference reference) {
            throw new IllegalArgumentException(
                    "slot "
                            + buffer.position() / Opcodes.SLOT
                            + " calls the kernel function "
                            + reference.name()
                            + ", which has not been looked for yet");
        } else {
            throw new IllegalStateException("no encoding is written down for " + target);
        }
    }

    private IllegalArgumentException unresolved(LoadImmediate64 load, String map) {
        return new IllegalArgumentException(
                "slot "
                        + buffer.position() / Opcodes.SLOT
                        + ": "
                        + load
                        + " names map "
                        + map
                        + ", which has no descriptor yet");
    }

    private static int alu(Width width) {
        return width == Width.W64 ? Opcodes.ALU64 : Opcodes.ALU;
    }

    private static int opcode(ByteSwap.Kind kind) {
        return Opcodes.END
                | switch (kind) {
                    case TO_LITTLE -> Opcodes.ALU;
                    case TO_BIG -> Opcodes.ALU | Opcodes.X;
                    case ALWAYS -> Opcodes.ALU64;
                };
    }

    /** Writes arithmetic or a jump, whose second operand is one of two kinds. */
    private void operands(int opcode, Register destination, Operand source, int offset) {
        if (source instanceof Immediate immediate) {
            slot(opcode, destination, 0, offset, immediate.value());
        } else {
            slot(opcode | Opcodes.X, destination, ((Register) source).number(), offset, 0);
        }
    }

    private void wide(LoadImmediate64 load, int source, int low, int high) {
        slot(Opcodes.LOAD_IMMEDIATE_64, load.destination(), source, 0, low);
        slot(0, Register.R0, 0, 0, high);
    }

    private void slot(int opcode, Register destination, int source, int offset, int immediate) {
        // The two nibbles of the registers follow the byte order too (RFC 9669, section 3.1).
        boolean little = buffer.order() == ByteOrder.LITTLE_ENDIAN;
        int registers =
                little ? source << 4 | destination.number() : destination.number() << 4 | source;
        buffer.put((byte) opcode).put((byte) registers).putShort((short) offset).putInt(immediate);
    }
}
