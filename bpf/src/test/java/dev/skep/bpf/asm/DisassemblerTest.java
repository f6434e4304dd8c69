package dev.skep.bpf.asm;

import static dev.skep.bpf.asm.Instructions.call;
import static dev.skep.bpf.asm.Instructions.exit;
import static dev.skep.bpf.asm.Instructions.load;
import static dev.skep.bpf.asm.Instructions.loadConstant;
import static dev.skep.bpf.asm.Instructions.loadMap;
import static dev.skep.bpf.asm.Instructions.mov;
import static dev.skep.bpf.asm.Register.R0;
import static dev.skep.bpf.asm.Register.R1;
import static dev.skep.bpf.asm.Register.R10;
import static dev.skep.bpf.asm.Register.R2;
import static dev.skep.bpf.asm.Register.R6;
import static dev.skep.bpf.asm.Register.R7;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.bpf.asm.Disassembler.Style;
import dev.skep.bpf.asm.Instruction.AddressSpaceCast;
import dev.skep.bpf.asm.Instruction.Alu;
import dev.skep.bpf.asm.Instruction.Atomic;
import dev.skep.bpf.asm.Instruction.ByteSwap;
import dev.skep.bpf.asm.Instruction.Call;
import dev.skep.bpf.asm.Instruction.Goto;
import dev.skep.bpf.asm.Instruction.GotoRegister;
import dev.skep.bpf.asm.Instruction.JumpIf;
import dev.skep.bpf.asm.Instruction.LoadImmediate64;
import dev.skep.bpf.asm.Instruction.LoadPacket;
import dev.skep.bpf.asm.Instruction.MayGoto;
import dev.skep.bpf.asm.Instruction.Negate;
import dev.skep.bpf.asm.Instruction.Store;
import dev.skep.bpf.btf.FunctionSignature;
import dev.skep.bpf.btf.FunctionSignature.Passed;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;

class DisassemblerTest {
    private static final Instruction TASK_FROM_PID =
            Instructions.callKernelFunction(
                    "bpf_task_from_pid",
                    new FunctionSignature(Passed.POINTER, List.of(Passed.NUMBER)));

    /**
     * What llvm-objdump of LLVM 19 writes for these; what it does not know yet is as LLVM 21 has
     * it.
     */
    static List<Arguments> llvmTexts() {
        return List.of(
                text("r0 = 0x0", mov(R0, 0)),
                text("r6 = r1", mov(R6, R1)),
                text("r2 += -0x4", Instructions.add(R2, -4)),
                text(
                        "w1 = -0x80000000",
                        new Alu(AluOperation.MOV, Width.W32, R1, new Immediate(1 << 31))),
                text("w1 s>>= 0x1", new Alu(AluOperation.ARSH, Width.W32, R1, new Immediate(1))),
                text("r1 s/= r2", new Alu(AluOperation.SDIV, Width.W64, R1, R2)),
                text("w1 = (s16)w2", new Alu(AluOperation.MOVSX16, Width.W32, R1, R2)),
                text("w1 = -w1", new Negate(Width.W32, R1)),
                text("r1 = le32 r1", new ByteSwap(ByteSwap.Kind.TO_LITTLE, R1, 32)),
                text("r1 = bswap64 r1", new ByteSwap(ByteSwap.Kind.ALWAYS, R1, 64)),
                text("r1 = *(u64 *)(r2 + 0x8)", load(MemorySize.DOUBLE, R1, R2, 8)),
                text("w1 = *(u8 *)(r2 - 0x8000)", load(MemorySize.BYTE, R1, R2, -32768)),
                text(
                        "r1 = *(s32 *)(r2 + 0x0)",
                        Instructions.loadSigned(MemorySize.WORD, R1, R2, 0)),
                text(
                        "*(u16 *)(r10 - 0x2) = 0xfffd",
                        Instructions.store(MemorySize.HALF, R10, -2, 0xfffd)),
                text("*(u32 *)(r10 - 0x4) = w2", Instructions.store(MemorySize.WORD, R10, -4, R2)),
                text(
                        "*(u64 *)(r10 - 0x8) = r2",
                        Instructions.store(MemorySize.DOUBLE, R10, -8, R2)),
                text("lock *(u32 *)(r1 + 0x4) += w2", atomic(AtomicOperation.ADD, MemorySize.WORD)),
                text(
                        "r2 = atomic_fetch_xor((u64 *)(r1 + 0x4), r2)",
                        atomic(AtomicOperation.FETCH_XOR, MemorySize.DOUBLE)),
                text("w2 = xchg32_32(r1 + 0x4, w2)", atomic(AtomicOperation.XCHG, MemorySize.WORD)),
                text(
                        "r0 = cmpxchg_64(r1 + 0x4, r0, r2)",
                        atomic(AtomicOperation.CMPXCHG, MemorySize.DOUBLE)),
                text(
                        "w2 = load_acquire((u8 *)(r1 + 0x4))",
                        atomic(AtomicOperation.LOAD_ACQUIRE, MemorySize.BYTE)),
                text(
                        "store_release((u64 *)(r1 + 0x4), r2)",
                        atomic(AtomicOperation.STORE_RELEASE, MemorySize.DOUBLE)),
                text("r1 = -0x8000000000000000 ll", wide(new Value64.Number(Long.MIN_VALUE))),
                text("r1 = 0x123456789abc ll", wide(new Value64.Number(0x1234_5678_9abcL))),
                text("r1 = 0x0 ll", loadMap(R1, "events")),
                text("ld_pseudo\tr1, 0x1, 0xffffffff", wide(new Value64.MapFd(-1))),
                text("ld_pseudo\tr1, 0x6, 0x5", wide(new Value64.MapValueIndex(5, 8))),
                text("goto -0x1", new Goto(-1, false)),
                text("gotol +0x10000", new Goto(65536, true)),
                text(
                        "if r1 & 0x1 goto +0x3",
                        new JumpIf(Condition.SET, Width.W64, R1, new Immediate(1), (short) 3)),
                text(
                        "if w1 s<= w2 goto -0x8000",
                        new JumpIf(Condition.SLE, Width.W32, R1, R2, Short.MIN_VALUE)),
                text("may_goto +0x1", new MayGoto((short) 1)),
                text("gotox r7", new GotoRegister(R7)),
                text("call 0xe", call(BpfHelper.GET_CURRENT_PID_TGID)),
                text("call -0x1", new Call(new CallTarget.Subprogram(-1))),
                text("call 0x7", Instructions.callKernelFunction(7, 1)),
                text("call -0x1", TASK_FROM_PID),
                text("exit", exit()),
                text("r1 = addr_space_cast(r2, 0x0, 0x1)", new AddressSpaceCast(R1, R2, 0, 1)),
                text("r0 = *(u16 *)skb[-0x10]", new LoadPacket(MemorySize.HALF, null, -16)),
                text("r0 = *(u8 *)skb[r7]", new LoadPacket(MemorySize.BYTE, R7, 0)));
    }

    /** What is written otherwise for people. */
    static List<Arguments> annotatedTexts() {
        return List.of(
                text("call get_current_pid_tgid#14", call(BpfHelper.GET_CURRENT_PID_TGID)),
                text("call 0xfffffffe", new Call(new CallTarget.Helper(-2))),
                text("call -0x1", new Call(new CallTarget.Subprogram(-1))),
                text("call kernel 7", Instructions.callKernelFunction(7, 0)),
                text("call kernel 7 fd 1", Instructions.callKernelFunction(7, 1)),
                text("call kernel pointer @bpf_task_from_pid(number)", TASK_FROM_PID),
                text(
                        "call kernel weak void @bpf_iter_num_destroy___old(pointer, other)",
                        new Call(
                                new CallTarget.KernelFunctionReference(
                                        "bpf_iter_num_destroy___old",
                                        true,
                                        new FunctionSignature(
                                                Passed.VOID,
                                                List.of(Passed.POINTER, Passed.OTHER))))),
                text("r1 = map @events ll", loadMap(R1, "events")),
                text("r1 = map @\"a \\\"b\\\"\\x0a\" ll", loadMap(R1, "a \"b\"\n")),
                text("r1 = map_value @.data + 0x8 ll", Instructions.loadMapValue(R1, ".data", 8)),
                text("r1 = map fd 5 ll", wide(new Value64.MapFd(5))),
                text("r1 = map_value fd 5 - 0x1 ll", wide(new Value64.MapValueFd(5, -1))),
                text("r1 = map index 5 ll", wide(new Value64.MapIndex(5))),
                text("r1 = map_value index 5 + 0x0 ll", wide(new Value64.MapValueIndex(5, 0))),
                text("r1 = btf_id 5 ll", wide(new Value64.BtfId(5, 0))),
                text("r1 = btf_id 5 fd 7 ll", wide(new Value64.BtfId(5, 7))),
                text("r1 = function -0x5 ll", wide(new Value64.Function(-5))),
                text("r1 = -0x1 ll", wide(new Value64.Number(-1))),
                text("r0 = *(u8 *)skb[r7 + 0x4]", new LoadPacket(MemorySize.BYTE, R7, 4)));
    }

    @ParameterizedTest
    @MethodSource("llvmTexts")
    void writesAsLlvmDoes(String text, Instruction instruction) {
        assertThat(Disassembler.instruction(instruction, Style.LLVM)).isEqualTo(text);
    }

    @ParameterizedTest
    @MethodSource("annotatedTexts")
    void namesWhatItCan(String text, Instruction instruction) {
        assertThat(Disassembler.instruction(instruction, Style.ANNOTATED)).isEqualTo(text);
    }

    @Test
    void listsSlots() {
        Code code = new CodeBuilder().emit(loadConstant(R0, 1L << 40), exit()).build();
        assertThat(Disassembler.listing(code, Style.LLVM))
                .isEqualTo("       0:\tr0 = 0x10000000000 ll\n       2:\texit\n");
    }

    @Test
    void listsTheSourceOnceAndNamesPlaces() {
        SourcePosition first = new SourcePosition("open.bt", 1, 1, "begin /pid/ {");
        SourcePosition second = new SourcePosition("open.bt", 2, 3, "  @ = pid");
        CodeBuilder code = new CodeBuilder();
        Label out = code.newLabel();
        Label sub = code.newLabel();
        code.source(first)
                .emit(call(BpfHelper.GET_CURRENT_PID_TGID))
                .jumpIf(Condition.EQ, R0, 0, out)
                .source(second)
                .emit(loadMap(R1, "@"))
                .source(null)
                .emit(new Store(MemorySize.DOUBLE, R10, (short) -8, R0))
                .source(second)
                .call(sub)
                .source(first)
                .bind(out)
                .emit(exit())
                .source(null)
                .bind(sub)
                .loadAddress(R2, sub)
                .goTo(out);
        assertThat(Disassembler.listing(code.build(), Style.ANNOTATED))
                .isEqualTo(
                        """
                        ; open.bt:1: begin /pid/ {
                               0: call get_current_pid_tgid#14
                               1: if r0 == 0x0 goto L1
                        ; open.bt:2:   @ = pid
                               2: r1 = map @"@" ll
                               4: *(u64 *)(r10 - 0x8) = r0
                               5: call F1
                        ; open.bt:1: begin /pid/ {
                        L1:
                               6: exit
                        F1:
                               7: r2 = function F1 ll
                               9: goto L1
                        """);
    }

    @Test
    void namesNoPlaceWhereNoInstructionBegins() {
        Code code =
                new Code(
                        List.of(
                                new CodeElement(new Goto(1, false), null),
                                new CodeElement(loadConstant(R0, 1L << 40), null),
                                new CodeElement(new Goto(Integer.MAX_VALUE, true), null)));
        assertThat(Disassembler.listing(code, Style.ANNOTATED))
                .isEqualTo(
                        """
                               0: goto +0x1
                               1: r0 = 0x10000000000 ll
                               3: gotol +0x7fffffff
                        """);
    }

    private static Arguments text(String text, Instruction instruction) {
        return Arguments.of(text, instruction);
    }

    private static Instruction atomic(AtomicOperation operation, MemorySize size) {
        return new Atomic(operation, size, R1, (short) 4, R2);
    }

    private static Instruction wide(Value64 value) {
        return new LoadImmediate64(R1, value);
    }
}
