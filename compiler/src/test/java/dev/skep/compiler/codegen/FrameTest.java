package dev.skep.compiler.codegen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skep.bpf.asm.Code;
import dev.skep.bpf.asm.Disassembler;
import dev.skep.compiler.CodegenOptions;
import dev.skep.compiler.StackLimitException;
import dev.skep.compiler.ir.IrParser;

import org.junit.jupiter.api.Test;

class FrameTest {

    @Test
    void slotsAreAlignedAndPacked() {
        Generated.from(
                        """
                          %a = stack_slot "a", size 1, align 1
                          %b = stack_slot "b", size 12, align 4
                          %c = stack_slot "c", size 3, align 1
                          %d = stack_slot "d", size 8, align 8
                          store %a + 0, i8 1
                          store %b + 0, i64 2
                          store %c + 0, i16 3
                          store %d + 0, i64 4
                          return i64 0
                        """)
                .is(
                        """
                        *(u8 *)(r10 - 0x1d) = 0x1
                        *(u64 *)(r10 - 0x18) = 0x2
                        *(u16 *)(r10 - 0x1c) = 0x3
                        *(u64 *)(r10 - 0x8) = 0x4
                        r0 = 0x0
                        exit
                        """);
    }

    @Test
    void aFrameThatIsTooLargeSaysWhoUsesWhat() {
        String text =
                """
                function i64 "probe" {
                entry(%ctx: context*):
                  %small = stack_slot "key of @a", size 16, align 8
                  %large = stack_slot "str(args.path)", size 400, align 8
                  %other = stack_slot "record", size 100, align 8
                  %unused = stack_slot "unused", size 500, align 8
                  fill %small + 0, size 16, with 0
                  call void probe_read_kernel(%large, i32 400, i64 1)
                  call void probe_read_kernel(%other, i32 100, i64 1)
                  call void trace_printk(%other, i32 100)
                  call void trace_printk(%large, i32 400)
                  call void trace_printk(%small, i32 16)
                  return i64 0
                }
                """;

        assertThatThrownBy(
                        () -> CodeGenerator.generate(IrParser.parse(text), CodegenOptions.DEFAULT))
                .isInstanceOf(StackLimitException.class)
                .hasMessage(
                        """
                        probe needs 516 bytes of stack, a program has 512:
                          400 bytes: str(args.path)
                          100 bytes: record
                          16 bytes: key of @a\
                        """);
    }

    private static final String TWO_HALVES =
            """
            function i64 "probe" {
            entry(%ctx: context*, %n: i64):
              %a = stack_slot "a", size 300, align 8
              %b = stack_slot "b", size 300, align 8
            BODY
            }
            """;

    @Test
    void slotsThatAreNeverInUseAtOnceShareAPlace() {
        for (String body :
                new String[] {
                    """
                      call void probe_read_kernel(%a, i32 300, %n)
                      call void trace_printk(%a, i32 300)
                      call void probe_read_kernel(%b, i32 300, %n)
                      call void trace_printk(%b, i32 300)
                      return i64 0
                    """,
                    // Each is the one of its own way.
                    """
                      %c = compare eq %n, i64 1
                      branch %c, one, other
                    one:
                      call void probe_read_kernel_str(%a, i32 300, %n)
                      call void trace_printk(%a, i32 300)
                      jump end
                    other:
                      call void probe_read_kernel_str(%b, i32 300, %n)
                      call void trace_printk(%b, i32 300)
                      jump end
                    end:
                      return i64 0
                    """,
                    // Written whole at the start of each turn.
                    """
                      jump loop(i64 0)
                    loop(%i: i64):
                      call void probe_read_kernel(%a, i32 300, %n)
                      call void trace_printk(%a, i32 300)
                      fill %b + 0, size 300, with 0
                      call void trace_printk(%b, i32 300)
                      %j = add %i, i64 1
                      %c = compare ult %j, i64 9
                      branch %c, loop(%j), end
                    end:
                      return i64 0
                    """,
                }) {
            Code code =
                    CodeGenerator.generate(
                            IrParser.parse(TWO_HALVES.replace("BODY\n", body)),
                            CodegenOptions.DEFAULT);

            assertThat(Disassembler.listing(code, Disassembler.Style.ANNOTATED))
                    .as(body)
                    .contains("+= -0x130")
                    .doesNotContain("-0x2");
        }
    }

    @Test
    void slotsThatAreInUseAtOnceDoNot() {
        for (String body :
                new String[] {
                    """
                      call void probe_read_kernel(%a, i32 300, %n)
                      call void probe_read_kernel(%b, i32 300, %n)
                      call void trace_printk(%a, i32 300)
                      call void trace_printk(%b, i32 300)
                      return i64 0
                    """,
                    // What a turn of the loop left is looked at by the next.
                    """
                      call void probe_read_kernel(%a, i32 300, %n)
                      jump loop(i64 0)
                    loop(%i: i64):
                      call void trace_printk(%a, i32 300)
                      call void probe_read_kernel(%b, i32 300, %n)
                      call void trace_printk(%b, i32 300)
                      %j = add %i, i64 1
                      %c = compare ult %j, i64 9
                      branch %c, loop(%j), end
                    end:
                      return i64 0
                    """,
                    // Nobody sees what is done through a pointer that is kept.
                    """
                      %p = stack_slot "kept", size 8, align 8
                      store %p + 0, %a
                      %q = load stack* %p + 0
                      store %q + 0, i64 1
                      call void probe_read_kernel(%b, i32 300, %n)
                      call void trace_printk(%b, i32 300)
                      %r = load i64 %q + 0
                      return %r
                    """,
                    // Only a part is written; the rest is what it was.
                    """
                      call void probe_read_kernel(%a, i32 300, %n)
                      call void probe_read_kernel(%b, i32 300, %n)
                      call void trace_printk(%b, i32 300)
                      store %a + 0, i64 1
                      call void trace_printk(%a, i32 300)
                      return i64 0
                    """,
                }) {
            assertThatThrownBy(() ->
                            CodeGenerator.generate(
                                    IrParser.parse(TWO_HALVES.replace("BODY\n", body)),
                                    CodegenOptions.DEFAULT))
                    .as(body)
                    .isInstanceOf(StackLimitException.class);
        }
    }

    @Test
    void homesCountToo() {
        StringBuilder loads = new StringBuilder();
        StringBuilder sums = new StringBuilder();
        for (int i = 0; i < 12; i++) {
            loads.append("  %v").append(i).append(" = load i64 %ctx + ").append(8 * i).append('\n');
            sums.append("  %s").append(i + 1).append(" = sub %v").append(i);
            sums.append(", %s").append(i).append('\n');
        }
        String text =
                """
                function i64 "probe" {
                entry(%ctx: context*):
                  %slot = stack_slot "buffer", size 480, align 8
                  call void get_current_comm(%slot, i32 480)
                LOADS
                  %s0 = call i64 ktime_get_ns()
                SUMS
                  return %s12
                }
                """
                        .replace("LOADS", loads)
                        .replace("SUMS", sums);

        assertThatThrownBy(
                        () -> CodeGenerator.generate(IrParser.parse(text), CodegenOptions.DEFAULT))
                .isInstanceOfSatisfying(
                        StackLimitException.class,
                        e ->
                                assertThat(e.uses())
                                        .contains(
                                                new StackLimitException.Use(
                                                        "values that are not in registers",
                                                        64,
                                                        null)));
    }
}
