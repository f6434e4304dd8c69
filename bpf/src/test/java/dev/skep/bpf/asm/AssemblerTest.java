package dev.skep.bpf.asm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skep.bpf.asm.Disassembler.Style;
import dev.skep.bpf.asm.Instruction.Call;
import dev.skep.bpf.asm.Instruction.LoadImmediate64;
import dev.skep.bpf.asm.Instruction.LoadPacket;
import dev.skep.bpf.testkit.InstructionGenerators;
import dev.skep.bpf.testkit.Property;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

class AssemblerTest {

    @ParameterizedTest
    @MethodSource("dev.skep.bpf.asm.DisassemblerTest#annotatedTexts")
    void readsWhatIsWrittenForPeople(String text, Instruction instruction) {
        assertThat(instructions(text)).containsExactly(instruction);
    }

    @ParameterizedTest
    @MethodSource("readableLlvmTexts")
    void readsWhatLlvmWrites(String text, Instruction instruction) {
        assertThat(instructions(text)).containsExactly(instruction);
    }

    static List<Arguments> readableLlvmTexts() {
        List<Arguments> texts = new ArrayList<>();
        for (Arguments arguments : DisassemblerTest.llvmTexts()) {
            if (!losesInLlvm((Instruction) Objects.requireNonNull(arguments.get()[1]))) {
                texts.add(arguments);
            }
        }
        return texts;
    }

    @Test
    void readsBackAnyListing() {
        Property.forAll(
                InstructionGenerators.code(InstructionGenerators.any()),
                code ->
                        assertThat(instructions(Disassembler.listing(code, Style.ANNOTATED)))
                                .isEqualTo(instructions(code)));
    }

    @Test
    void readsBackLlvmListings() {
        Property.forAll(
                InstructionGenerators.code(choices -> {
                    Instruction instruction = InstructionGenerators.encodable().generate(choices);
                    return losesInLlvm(instruction) ? Instructions.exit() : instruction;
                }),
                code ->
                        assertThat(instructions(Disassembler.listing(code, Style.LLVM)))
                                .isEqualTo(instructions(code)));
    }

    @Test
    void readsLabelsHelpersAndComments() {
        Code code =
                Assembler.assemble(
                        "t.s",
                        """
                        // Nothing but a comment
                        start:  if r1 == 0 goto out   ; where to
                           r1 = map @events ll
                           call ringbuf_query
                           goto start
                        a: out: r0 = 10
                           exit
                        """);
        assertThat(Disassembler.listing(code, Style.LLVM))
                .isEqualTo(
                        """
                               0:\tif r1 == 0x0 goto +0x4
                               1:\tr1 = 0x0 ll
                               3:\tcall 0x86
                               4:\tgoto -0x5
                               5:\tr0 = 0xa
                               6:\texit
                        """);
        assertThat(code.elements().get(2).source())
                .isEqualTo(new SourcePosition("t.s", 4, 4, "   call ringbuf_query"));
    }

    @Test
    void prefersLabelsToHelpersOfTheSameName() {
        assertThat(instructions("call loop\nexit\nloop: exit"))
                .contains(new Call(new CallTarget.Subprogram(1)));
    }

    @Test
    void readsLlvmObjdumpsSymbols() {
        assertThat(instructions("      20:\tif w1 > 0x5 goto +0x3 <f+0xc0>"))
                .isEqualTo(instructions("if w1 > 5 goto +3"));
    }

    @Test
    void readsEitherHalfOfTheRegisterBesideMemory() {
        assertThat(instructions("r1 = *(u8 *)(r2 + 0)"))
                .isEqualTo(instructions("w1 = *(u8 *)(r2 + 0)"));
        assertThat(instructions("*(u32 *)(r2 + 0) = r1"))
                .isEqualTo(instructions("*(u32 *)(r2 + 0) = w1"));
    }

    @Test
    void readsHalvesWithoutASign() {
        assertThat(instructions("w1 = 0xffffffff")).isEqualTo(instructions("w1 = -1"));
        assertThat(instructions("r1 = 0xffffffffffffffff ll"))
                .isEqualTo(instructions("r1 = -1 ll"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "r11 = 0                        !1 ! no instruction begins with r11",
                "mov r1, r2                     !1 ! no instruction begins with mov",
                "r1 = w2                        !6 ! expected one of the registers r0 to r10",
                "r1 = 0xffffffff                !6 ! 0xffffffff is not -2147483648 to 2147483647",
                "r1 = 0x10000000000000000 ll    !6 ! is no number of 64 bits",
                "r1 = -0x8000000000000001 ll    !7 ! does not fit 64 bits",
                "w1 = 5 ll                      !1 ! this fills all of the register: r1",
                "r1 ~= r2                       !4 ! there is no operation ~",
                "if r1 ~ r2 goto +1             !7 ! there is no condition ~",
                "goto +0x8000                   !7 ! 0x8000 is not -32768 to 32767",
                "goto 5                         !6 ! expected +, found 5",
                "goto nowhere                   !6 ! there is no label nowhere",
                "call nowhere                   !6 ! there is no label and no helper nowhere",
                "call map_lookup_elem#2         !6 ! helper 2 is not map_lookup_elem",
                "r1 = *(s64 *)(r2 + 0)          !1 ! a load of 8 bytes has no sign to extend",
                "r1 = *(u128 *)(r2 + 0)         !8 ! expected one of the types",
                "r1 = *(u64 *)(r2 + 0x8000)     !20! 0x8000 is not -32768 to 32767",
                "w1 = *(u64 *)(r2 + 0)          !1 ! this fills all of the register: r1",
                "*(s32 *)(r2 + 0) = r1          !3 ! only loads have a sign",
                "lock *(u8 *)(r1 + 0) += w2     !1 ! ADD takes 4 or 8 bytes",
                "lock *(u64 *)(r1 + 0) = r2     !23! there is no atomic operation =",
                "lock *(u64 *)(r1 + 0) xchg r2  !23! there is no atomic operation xchg",
                "r2 = atomic_fetch_add((u64 *)(r1 + 0), r3) !40! expected register 2 again",
                "r2 = store_release((u64 *)(r1 + 0), r3)    !6 ! there is no value store_release",
                "r1 = cmpxchg_64(r2 + 0, r1, r3)!1 ! a compare and exchange uses r0",
                "r1 = be16 r2                   !11! expected register 1 again",
                "r1 = (s64)r2                   !7 ! a register is extended from s8, s16 or s32",
                "w1 = (s32)w2                   !1 ! MOVSX32 extends to 64 bits only",
                "r1 = *(u8 *)skb[4]             !1 ! a packet load fills r0",
                "r0 = *(u64 *)skb[4]            !1 ! a packet load takes at most 4 bytes",
                "r1 = map @events               !17! expected ll",
                "r1 = map @ ll                  !14! expected ll",
                "r1 = map @\"events ll          !11! is not closed",
                "ld_pseudo r1, 9, 1             !15! there is no ld_pseudo of kind 9",
                "call kernel 1 @f()             !15! expected the end of the line, found @",
                "call kernel struct @f()        !13! what is passed is void, number, pointer or",
                "call kernel void f()           !18! expected @, found f",
                "call kernel void @f(number     !27! expected ), found the end of the line",
                "call kernel void @f(5)         !21! expected what is passed, found 5",
                "exit 5                         !6 ! expected the end of the line, found 5",
                "x: x: exit                     !4 ! label x is there twice",
                "[: exit                        !1 ! expected a label before :",
            })
    void pointsAtWhatIsWrong(String text, int column, String message) {
        assertThatThrownBy(() -> Assembler.assemble("t.s", "r0 = 0\n" + text + "\n"))
                .isInstanceOf(AssemblyException.class)
                .hasMessageStartingWith("t.s:2:" + column + ": ")
                .hasMessageContaining(message);
    }

    @Test
    void showsAllProblems() {
        assertThatThrownBy(() -> Assembler.assemble("t.s", "r11 = 0\nexit\nr12 = 0\nend:"))
                .isInstanceOfSatisfying(
                        AssemblyException.class, e -> assertThat(e.problems()).hasSize(2))
                .hasMessageContaining("t.s:1:1: ")
                .hasMessageContaining("\nt.s:3:1: ");
    }

    @Test
    void refusesJumpsToTheEndAndTooFar() {
        assertThatThrownBy(() -> Assembler.assemble("t.s", "goto end\nend:"))
                .hasMessage("t.s:1:6: nothing follows label end");
        String far = "goto end\n" + "r0 = 0\n".repeat(40_000) + "end: exit";
        assertThatThrownBy(() -> Assembler.assemble("t.s", far))
                .hasMessage("t.s:1:6: end is too far: jump offset 40000 is not -32768 to 32767");
    }

    @Test
    void readsNothingFromNothing() {
        assertThat(instructions("")).isEmpty();
    }

    /** Whether LLVM's text does not say all of the instruction. */
    static boolean losesInLlvm(Instruction instruction) {
        return switch (instruction) {
            case Call(CallTarget.Helper(int number)) -> number < 0;
            case Call _ -> true;
            case LoadImmediate64(Register _, Value64.Number _) -> false;
            case LoadImmediate64 _ -> true;
            case LoadPacket packet -> packet.index() != null && packet.offset() != 0;
            default -> false;
        };
    }

    private static List<Instruction> instructions(String text) {
        return instructions(Assembler.assemble("t.s", text));
    }

    private static List<Instruction> instructions(Code code) {
        return code.elements().stream().map(CodeElement::instruction).toList();
    }
}
