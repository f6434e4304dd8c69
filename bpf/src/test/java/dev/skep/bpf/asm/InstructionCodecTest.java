package dev.skep.bpf.asm;

import static dev.skep.bpf.asm.Register.R0;
import static dev.skep.bpf.asm.Register.R1;
import static dev.skep.bpf.asm.Register.R10;
import static dev.skep.bpf.asm.Register.R2;
import static dev.skep.bpf.asm.Register.R7;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skep.bpf.MalformedObjectException;
import dev.skep.bpf.asm.Instruction.AddressSpaceCast;
import dev.skep.bpf.asm.Instruction.Alu;
import dev.skep.bpf.asm.Instruction.Atomic;
import dev.skep.bpf.asm.Instruction.ByteSwap;
import dev.skep.bpf.asm.Instruction.Call;
import dev.skep.bpf.asm.Instruction.Goto;
import dev.skep.bpf.asm.Instruction.GotoRegister;
import dev.skep.bpf.asm.Instruction.JumpIf;
import dev.skep.bpf.asm.Instruction.Load;
import dev.skep.bpf.asm.Instruction.LoadImmediate64;
import dev.skep.bpf.asm.Instruction.LoadPacket;
import dev.skep.bpf.asm.Instruction.MayGoto;
import dev.skep.bpf.asm.Instruction.Negate;
import dev.skep.bpf.asm.Instruction.Store;
import dev.skep.bpf.testkit.InstructionGenerators;
import dev.skep.bpf.testkit.Property;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.List;

class InstructionCodecTest {

    private static final HexFormat HEX = HexFormat.ofDelimiter(" ");

    /** Bytes as clang 19 and the kernel's macros make them. */
    static List<Arguments> knownEncodings() {
        return List.of(
                known("bf 16 00 00 00 00 00 00", Instructions.mov(Register.R6, R1)),
                known("b7 00 00 00 ff ff ff ff", Instructions.mov(R0, -1)),
                known(
                        "54 01 00 00 04 00 00 00",
                        alu(AluOperation.AND, Width.W32, new Immediate(4))),
                known("c7 01 00 00 03 00 00 00", Instructions.arsh(R1, 3)),
                known("3f 21 01 00 00 00 00 00", alu(AluOperation.SDIV, Width.W64, R2)),
                known(
                        "94 01 01 00 03 00 00 00",
                        alu(AluOperation.SMOD, Width.W32, new Immediate(3))),
                known("bc 21 08 00 00 00 00 00", alu(AluOperation.MOVSX8, Width.W32, R2)),
                known("bf 21 20 00 00 00 00 00", alu(AluOperation.MOVSX32, Width.W64, R2)),
                known("87 01 00 00 00 00 00 00", new Negate(Width.W64, R1)),
                known("84 01 00 00 00 00 00 00", new Negate(Width.W32, R1)),
                known("d4 01 00 00 20 00 00 00", new ByteSwap(ByteSwap.Kind.TO_LITTLE, R1, 32)),
                known("dc 01 00 00 10 00 00 00", new ByteSwap(ByteSwap.Kind.TO_BIG, R1, 16)),
                known("d7 01 00 00 40 00 00 00", new ByteSwap(ByteSwap.Kind.ALWAYS, R1, 64)),
                known("79 21 08 00 00 00 00 00", Instructions.load(MemorySize.DOUBLE, R1, R2, 8)),
                known(
                        "91 21 ff ff 00 00 00 00",
                        Instructions.loadSigned(MemorySize.BYTE, R1, R2, -1)),
                known("63 2a fc ff 00 00 00 00", Instructions.store(MemorySize.WORD, R10, -4, R2)),
                known(
                        "6a 02 12 00 fd ff 00 00",
                        Instructions.store(MemorySize.HALF, R2, 18, 0xfffd)),
                known(
                        "c3 21 04 00 a1 00 00 00",
                        atomic(AtomicOperation.FETCH_XOR, MemorySize.WORD)),
                known(
                        "db 21 04 00 f1 00 00 00",
                        atomic(AtomicOperation.CMPXCHG, MemorySize.DOUBLE)),
                // A load has its registers the other way round: r2 = load_acquire((u8 *)(r1 + 4)).
                known(
                        "d3 12 04 00 00 01 00 00",
                        atomic(AtomicOperation.LOAD_ACQUIRE, MemorySize.BYTE)),
                known(
                        "db 21 04 00 10 01 00 00",
                        atomic(AtomicOperation.STORE_RELEASE, MemorySize.DOUBLE)),
                known("05 00 fe ff 00 00 00 00", new Goto(-2, false)),
                known("06 00 00 00 00 00 01 00", new Goto(65536, true)),
                known("0d 01 00 00 00 00 00 00", new GotoRegister(R1)),
                known("e5 00 03 00 00 00 00 00", new MayGoto((short) 3)),
                known(
                        "16 01 05 00 00 00 00 80",
                        new JumpIf(
                                Condition.EQ,
                                Width.W32,
                                R1,
                                new Immediate(Integer.MIN_VALUE),
                                (short) 5)),
                known(
                        "dd 21 01 00 00 00 00 00",
                        new JumpIf(Condition.SLE, Width.W64, R1, R2, (short) 1)),
                known("85 00 00 00 0e 00 00 00", Instructions.call(BpfHelper.GET_CURRENT_PID_TGID)),
                known("85 10 00 00 fe ff ff ff", new Call(new CallTarget.Subprogram(-2))),
                known("85 20 02 00 34 12 00 00", Instructions.callKernelFunction(0x1234, 2)),
                known("95 00 00 00 00 00 00 00", Instructions.exit()),
                known("bf 21 01 00 01 00 00 00", new AddressSpaceCast(R1, R2, 0, 1)),
                known("28 00 00 00 0c 00 00 00", new LoadPacket(MemorySize.HALF, null, 12)),
                known("50 70 00 00 01 00 00 00", new LoadPacket(MemorySize.BYTE, R7, 1)),
                known(
                        "18 01 00 00 bc 9a 78 56 00 00 00 00 34 12 00 00",
                        new LoadImmediate64(R1, new Value64.Number(0x1234_5678_9abcL))),
                known(
                        "18 12 00 00 05 00 00 00 00 00 00 00 00 00 00 00",
                        wide(new Value64.MapFd(5))),
                known(
                        "18 22 00 00 05 00 00 00 00 00 00 00 08 00 00 00",
                        wide(new Value64.MapValueFd(5, 8))),
                known(
                        "18 32 00 00 05 00 00 00 00 00 00 00 07 00 00 00",
                        wide(new Value64.BtfId(5, 7))),
                known(
                        "18 42 00 00 ff ff ff ff 00 00 00 00 00 00 00 00",
                        wide(new Value64.Function(-2))),
                known(
                        "18 52 00 00 01 00 00 00 00 00 00 00 00 00 00 00",
                        wide(new Value64.MapIndex(1))),
                known(
                        "18 62 00 00 01 00 00 00 00 00 00 00 08 00 00 00",
                        wide(new Value64.MapValueIndex(1, 8))));
    }

    @ParameterizedTest
    @MethodSource("knownEncodings")
    void encodesAsOthersDo(String bytes, Instruction instruction) {
        Code code = code(instruction);
        assertThat(HEX.formatHex(InstructionEncoder.encode(code, ByteOrder.LITTLE_ENDIAN)))
                .isEqualTo(bytes);
        assertThat(InstructionDecoder.decode(HEX.parseHex(bytes), ByteOrder.LITTLE_ENDIAN))
                .isEqualTo(code);
    }

    @Test
    void swapsFieldsAndRegistersInBigEndian() {
        Code code =
                code(
                        new Store(MemorySize.WORD, R1, (short) 0x1234, R2),
                        new LoadImmediate64(R1, new Value64.Number(0x1122_3344_5566_7788L)));
        assertThat(HEX.formatHex(InstructionEncoder.encode(code, ByteOrder.BIG_ENDIAN)))
                .isEqualTo(
                        "63 12 12 34 00 00 00 00 "
                                + "18 10 00 00 55 66 77 88 00 00 00 00 11 22 33 44");
    }

    @Test
    void encodesInTheOrderOfTheMachine() {
        Code code = code(Instructions.load(MemorySize.HALF, R1, R2, 3));
        assertThat(InstructionEncoder.encode(code))
                .isEqualTo(InstructionEncoder.encode(code, ByteOrder.nativeOrder()));
        assertThat(InstructionDecoder.decode(InstructionEncoder.encode(code))).isEqualTo(code);
    }

    @Test
    void decodesWhatItEncodes() {
        Property.forAll(
                InstructionGenerators.code(InstructionGenerators.encodable()),
                code -> {
                    for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
                        byte[] bytes = InstructionEncoder.encode(code, order);
                        assertThat(bytes).hasSize(8 * code.slots());
                        assertThat(InstructionDecoder.decode(bytes, order)).isEqualTo(code);
                    }
                });
    }

    /** What is decoded from any bytes is what encodes to them: nothing is dropped on the way. */
    @Test
    void encodesWhatItDecodes() {
        int[] decoded = new int[1];
        Property.forAll(
                choices -> {
                    byte[] bytes = new byte[16];
                    bytes[0] = (byte) choices.below(256);
                    for (int i = 1; i < bytes.length; i++) {
                        bytes[i] = choices.below(4) == 3 ? (byte) choices.below(256) : 0;
                    }
                    bytes[8] = bytes[0] == 0x18 ? 0 : (byte) 0x95;
                    return bytes;
                },
                bytes -> {
                    Code code;
                    try {
                        code = InstructionDecoder.decode(bytes, ByteOrder.LITTLE_ENDIAN);
                    } catch (MalformedObjectException _) {
                        return;
                    }
                    decoded[0]++;
                    assertThat(InstructionEncoder.encode(code, ByteOrder.LITTLE_ENDIAN))
                            .isEqualTo(bytes);
                });
        assertThat(decoded[0]).isPositive();
    }

    @Test
    void refusesToEncodeNamesOfMaps() {
        Code code = code(Instructions.exit(), Instructions.loadMap(R1, "events"));
        assertThatThrownBy(() -> InstructionEncoder.encode(code))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("slot 1")
                .hasMessageContaining("events");
        Code value = code(Instructions.loadMapValue(R1, ".data", 8));
        assertThatThrownBy(() -> InstructionEncoder.encode(value)).hasMessageContaining(".data");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ff 00 00 00 00 00 00 00", // no such operation
                "8d 01 00 00 00 00 00 00", // callx
                "06 00 01 00 00 00 00 00", // gotol with a short offset
                "0e 00 00 00 00 00 00 00",
                "df 01 00 00 10 00 00 00", // bswap with an order
                "d7 01 00 00 08 00 00 00", // of 8 bits
                "8f 21 00 00 00 00 00 00", // neg with a source
                "b7 01 08 00 00 00 00 00", // movsx of an immediate
                "bc 21 20 00 00 00 00 00", // movsx32 into 32 bits
                "bc 21 01 00 01 00 00 00", // addr_space_cast in 32 bits
                "0f 21 01 00 00 00 00 00", // add with an offset
                "0f 21 00 00 01 00 00 00", // a register and an immediate
                "07 21 00 00 01 00 00 00",
                "0f b1 00 00 00 00 00 00", // register 11
                "0f 1b 00 00 00 00 00 00",
                "99 21 00 00 00 00 00 00", // a signed load of 8 bytes
                "39 21 00 00 00 00 00 00", // kernel-internal mode of loads
                "61 21 00 00 01 00 00 00",
                "82 01 00 00 01 00 00 00",
                "d3 21 00 00 00 00 00 00", // atomic add of 1 byte
                "db 21 00 00 02 00 00 00", // no such atomic operation
                "38 00 00 00 00 00 00 00", // packet load of 8 bytes
                "30 10 00 00 00 00 00 00", // absolute packet load with an index
                "50 70 01 00 00 00 00 00",
                "85 30 00 00 01 00 00 00", // no such kind of call
                "85 00 01 00 01 00 00 00",
                "85 01 00 00 01 00 00 00",
                "95 00 00 00 01 00 00 00",
                "05 01 00 00 00 00 00 00",
                "e5 10 00 00 00 00 00 00", // no such may_ jump
                "ed 00 00 00 00 00 00 00",
                "9d 00 00 00 00 00 00 00",
            })
    void refusesWhatIsNotDefined(String bytes) {
        byte[] code = HEX.parseHex("95 00 00 00 00 00 00 00 " + bytes);
        assertThatThrownBy(() -> InstructionDecoder.decode(code, ByteOrder.LITTLE_ENDIAN))
                .isInstanceOf(MalformedObjectException.class)
                .hasMessageContaining("slot 1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "18 01 00 00 01 00 00 00",
                "18 01 01 00 01 00 00 00 00 00 00 00 00 00 00 00",
                "18 01 00 00 01 00 00 00 01 00 00 00 00 00 00 00",
                "18 01 00 00 01 00 00 00 00 01 00 00 00 00 00 00",
                "18 71 00 00 01 00 00 00 00 00 00 00 00 00 00 00",
                "18 11 00 00 01 00 00 00 00 00 00 00 01 00 00 00",
                "95 00 00 00 00 00 00",
            })
    void refusesBrokenWideLoadsAndSlots(String bytes) {
        byte[] code = HEX.parseHex(bytes);
        assertThatThrownBy(() -> InstructionDecoder.decode(code, ByteOrder.LITTLE_ENDIAN))
                .isInstanceOf(MalformedObjectException.class);
    }

    @Test
    void refusesInstructionsThatHaveNoEncoding() {
        assertThatThrownBy(() -> alu(AluOperation.MOVSX8, Width.W64, new Immediate(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> alu(AluOperation.MOVSX32, Width.W32, R2))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ByteSwap(ByteSwap.Kind.ALWAYS, R1, 8))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Load(MemorySize.DOUBLE, true, R1, R2, (short) 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> atomic(AtomicOperation.ADD, MemorySize.HALF))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Goto(32768, false))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new AddressSpaceCast(R1, R2, 65536, 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new LoadPacket(MemorySize.DOUBLE, null, 0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Arguments known(String bytes, Instruction instruction) {
        return Arguments.of(bytes, instruction);
    }

    private static Instruction alu(AluOperation operation, Width width, Operand source) {
        return new Alu(operation, width, R1, source);
    }

    private static Instruction atomic(AtomicOperation operation, MemorySize size) {
        return new Atomic(operation, size, R1, (short) 4, R2);
    }

    private static Instruction wide(Value64 value) {
        return new LoadImmediate64(R2, value);
    }

    private static Code code(Instruction... instructions) {
        return new Code(
                java.util.Arrays.stream(instructions).map(i -> new CodeElement(i, null)).toList());
    }
}
