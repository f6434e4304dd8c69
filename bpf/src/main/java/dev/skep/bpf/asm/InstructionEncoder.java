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

    private void put(Instruction instruction) {
        switch (instruction) {
            case Alu alu -> put(alu);
            case Negate(var width, var destination) ->
                    slot(alu(width) | Opcodes.NEG, destination, 0, 0, 0);
            case ByteSwap(var kind, var destination, int bits) ->
                    slot(opcode(kind), destination, 0, 0, bits);
            case Load(var size, boolean signed, var destination, var base, short offset) -> {
                int mode = signed ? Opcodes.MEMSX : Opcodes.MEM;
                slot(
                        Opcodes.LDX | mode | Opcodes.bits(size),
                        destination,
                        base.number(),
                        offset,
                        0);
            }
            case Store(var size, var base, short offset, var source) -> {
                int mode = Opcodes.MEM | Opcodes.bits(size);
                switch (source) {
                    case Register register ->
                            slot(Opcodes.STX | mode, base, register.number(), offset, 0);
                    case Immediate(int value) -> slot(Opcodes.ST | mode, base, 0, offset, value);
                }
            }
            case Atomic atomic -> put(atomic);
            case LoadImmediate64 load -> put(load);
            case Goto(int offset, boolean wide) -> {
                if (wide) {
                    slot(Opcodes.JMP32 | Opcodes.JA, Register.R0, 0, 0, offset);
                } else {
                    slot(Opcodes.JMP | Opcodes.JA, Register.R0, 0, offset, 0);
                }
            }
            case JumpIf(var condition, var width, var left, var right, short offset) -> {
                int opcode =
                        (width == Width.W64 ? Opcodes.JMP : Opcodes.JMP32)
                                | Opcodes.bits(condition);
                switch (right) {
                    case Register register ->
                            slot(opcode | Opcodes.X, left, register.number(), offset, 0);
                    case Immediate(int value) -> slot(opcode, left, 0, offset, value);
                }
            }
            case Call(var target) -> put(target);
            case Exit _ -> slot(Opcodes.JMP | Opcodes.EXIT, Register.R0, 0, 0, 0);
            case MayGoto(short offset) ->
                    slot(Opcodes.JMP | Opcodes.JCOND, Register.R0, 0, offset, 0);
            case GotoRegister(var register) ->
                    slot(Opcodes.JMP | Opcodes.JA | Opcodes.X, register, 0, 0, 0);
            case AddressSpaceCast(var destination, var source, int to, int from) -> {
                int opcode = Opcodes.ALU64 | Opcodes.bits(AluOperation.MOV) | Opcodes.X;
                slot(
                        opcode,
                        destination,
                        source.number(),
                        Opcodes.ADDRESS_SPACE_CAST,
                        to << 16 | from);
            }
            case LoadPacket(var size, var index, int offset) -> {
                int mode = index == null ? Opcodes.ABS : Opcodes.IND;
                int register = index == null ? 0 : index.number();
                slot(Opcodes.LD | mode | Opcodes.bits(size), Register.R0, register, 0, offset);
            }
        }
    }

    private void put(Alu alu) {
        int opcode = alu(alu.width()) | Opcodes.bits(alu.operation());
        short offset = Opcodes.offset(alu.operation());
        switch (alu.source()) {
            case Register register ->
                    slot(opcode | Opcodes.X, alu.destination(), register.number(), offset, 0);
            case Immediate(int value) -> slot(opcode, alu.destination(), 0, offset, value);
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
        switch (load.value()) {
            case Value64.Number(long value) ->
                    wide(load, Opcodes.VALUE_NUMBER, (int) value, (int) (value >> 32));
            case Value64.MapFd(int fd) -> wide(load, Opcodes.VALUE_MAP_FD, fd, 0);
            case Value64.MapValueFd(int fd, int offset) ->
                    wide(load, Opcodes.VALUE_MAP_VALUE, fd, offset);
            case Value64.BtfId(int typeId, int btfFd) ->
                    wide(load, Opcodes.VALUE_BTF_ID, typeId, btfFd);
            case Value64.Function(int offset) -> wide(load, Opcodes.VALUE_FUNCTION, offset, 0);
            case Value64.MapIndex(int index) -> wide(load, Opcodes.VALUE_MAP_INDEX, index, 0);
            case Value64.MapValueIndex(int index, int offset) ->
                    wide(load, Opcodes.VALUE_MAP_VALUE_INDEX, index, offset);
            case Value64.MapReference(String map) -> throw unresolved(load, map);
            case Value64.MapValueReference(String map, int _) -> throw unresolved(load, map);
        }
    }

    private void put(CallTarget target) {
        int opcode = Opcodes.JMP | Opcodes.CALL;
        switch (target) {
            case CallTarget.Helper(int number) ->
                    slot(opcode, Register.R0, Opcodes.CALL_HELPER, 0, number);
            case CallTarget.Subprogram(int offset) ->
                    slot(opcode, Register.R0, Opcodes.CALL_SUBPROGRAM, 0, offset);
            case CallTarget.KernelFunction(int typeId, short fdIndex) ->
                    slot(opcode, Register.R0, Opcodes.CALL_KERNEL_FUNCTION, fdIndex, typeId);
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
