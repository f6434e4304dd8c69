package dev.skep.compiler.codegen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skep.bpf.asm.Code;
import dev.skep.bpf.asm.Disassembler;
import dev.skep.compiler.CodegenOptions;
import dev.skep.compiler.Compiler;
import dev.skep.compiler.StackLimitException;
import dev.skep.compiler.ir.IrParser;

import org.junit.jupiter.api.Test;

import java.util.List;

/** Functions stand one behind the other, know each other's places, and share the stack. */
class SubprogramTest {
    private static final String CALLS =
            """
            function i64 "main" {
            entry(%ctx: context*):
              %x = load i64 %ctx + 0
              %slot = stack_slot "captured", size A, align 8
              store %slot + 0, %x
              %f = function_address "turn"
              %n = call i64 loop(i32 3, %f, %slot, i64 0)
              %y = call i64 "twice"(%x)
              %s = add %y, %n
              return %s
            }
            function i64 "turn" {
            entry(%i: i64, %captured: stack*):
              %own = stack_slot "copy", size B, align 8
              call void get_current_comm(%own, i32 16)
              store %captured + 0, %i
              return i64 0
            }
            function i64 "twice" {
            entry(%a: i64):
              %b = shl %a, i64 1
              return %b
            }
            """;

    @Test
    void callsAndAddressesGoWhereTheFunctionsAre() {
        Code code = compile(8, 16);

        assertThat(Disassembler.listing(code, Disassembler.Style.ANNOTATED))
                .contains("call F2")
                .contains("r2 = function F1 ll");
        assertThat(code.subprograms())
                .extracting(Code.Subprogram::name)
                .containsExactly("turn", "twice");
        assertThat(code.subprograms().getFirst().parameters())
                .isEqualTo(List.of(Code.Parameter.NUMBER, Code.Parameter.POINTER));
        assertThat(code.subprograms().getLast().slot()).isEqualTo(code.slots() - 3);
    }

    @Test
    void framesOfCallersAndCalleesFitTogether() {
        assertThat(compile(256, 256).slots()).isPositive();

        assertThatThrownBy(() -> compile(300, 200))
                .isInstanceOf(StackLimitException.class)
                .hasMessage(
                        """
                        main, which calls turn needs 544 bytes of stack, a program has 512:
                          300 bytes: captured in main
                          200 bytes: copy in turn
                          24 bytes: rounding up of turn
                          20 bytes: rounding up of main\
                        """);
    }

    private static Code compile(int captured, int copied) {
        String text =
                CALLS.replace("size A", "size " + captured).replace("size B", "size " + copied);
        return Compiler.compile(IrParser.parse(text), CodegenOptions.DEFAULT);
    }
}
