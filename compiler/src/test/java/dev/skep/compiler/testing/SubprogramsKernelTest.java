package dev.skep.compiler.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.bpf.BpfObject;
import dev.skep.bpf.asm.Code;
import dev.skep.bpf.load.Loader;
import dev.skep.bpf.spec.AttachType;
import dev.skep.bpf.spec.ObjectSpec;
import dev.skep.bpf.spec.ProgramSpec;
import dev.skep.bpf.spec.ProgramType;
import dev.skep.compiler.CodegenOptions;
import dev.skep.compiler.Compiler;
import dev.skep.compiler.ir.IrParser;
import dev.skep.sys.Kernel;
import dev.skep.sys.TestRun;
import dev.skep.sys.testkit.kernel.NeedsKernel;

import org.junit.jupiter.api.Test;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/** The kernel calls functions back, which reach the caller's stack and the context through it. */
@NeedsKernel(version = "5.17")
class SubprogramsKernelTest {
    private static final String SUM =
            """
            function i64 "main" {
            entry(%ctx: context*):
              %captured = stack_slot "captured", size 16, align 8
              store %captured + 0, %ctx
              store %captured + 8, i64 0
              %f = function_address "turn"
              %n = call i64 loop(i32 100, %f, %captured, i64 0)
              %sum = load i64 %captured + 8
              %turns = shl %n, i64 16
              %both = or %sum, %turns
              return %both
            }
            function i64 "turn" {
            entry(%i: i64, %captured: stack*):
              %ctx = load context* %captured + 0
              %x = load i64 %ctx + 8
              %sum = load i64 %captured + 8
              %y = call i64 "product"(%x, %i)
              %next = add %sum, %y
              store %captured + 8, %next
              %last = compare eq %i, i64 9
              %stop = zero_extend %last to i64
              return %stop
            }
            function i64 "product" {
            entry(%a: i64, %b: i64):
              %c = mul %a, %b
              return %c
            }
            """;

    @Test
    void callbacksCountAndStop() {
        Code code = Compiler.compile(IrParser.parse(SUM), CodegenOptions.DEFAULT);
        ProgramSpec program =
                new ProgramSpec(
                        "main", ProgramType.RAW_TRACEPOINT, AttachType.NONE, "sys_enter", code, 0);
        try (BpfObject object =
                        Loader.load(
                                new ObjectSpec("callbacks", "GPL", List.of(program), List.of()));
                Arena arena = Arena.ofConfined()) {
            MemorySegment context = arena.allocateFrom(ValueLayout.JAVA_LONG, 1, 7);
            MemorySegment result = arena.allocate(ValueLayout.JAVA_INT);
            TestRun run = new TestRun(object.program("main").fd(), context, -1, result);

            assertThat(Kernel.running().programTestRun(run)).isZero();
            assertThat(result.get(ValueLayout.JAVA_INT, 0)).isEqualTo(10 << 16 | 7 * 45);
        }
    }
}
