package dev.skep.compiler.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.bpf.BpfObject;
import dev.skep.bpf.asm.Code;
import dev.skep.bpf.load.Loader;
import dev.skep.bpf.spec.AttachType;
import dev.skep.bpf.spec.ObjectSpec;
import dev.skep.bpf.spec.ProgramSpec;
import dev.skep.bpf.spec.ProgramType;
import dev.skep.bpf.target.Target;
import dev.skep.bpf.testkit.Property;
import dev.skep.compiler.CodegenOptions;
import dev.skep.compiler.Compiler;
import dev.skep.compiler.StackLimitException;
import dev.skep.compiler.ir.Module;
import dev.skep.sys.Kernel;
import dev.skep.sys.TestRun;
import dev.skep.sys.testkit.kernel.NeedsKernel;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.SplittableRandom;

/** The kernel takes random programs, and computes by them what their IR says. */
@NeedsKernel
class RandomProgramsKernelTest {
    private final long[] context =
            new SplittableRandom(7).longs(RandomFunction.CONTEXT_WORDS).toArray();

    @Test
    @Timeout(600)
    void theKernelTakesThemAndComputesTheSame() {
        boolean callsBack = Target.running().version().isAtLeast(5, 17);
        Property.forAll(choices -> RandomFunction.forKernel(choices, callsBack), this::check);
    }

    private void check(Module function) {
        int expected;
        try {
            expected = (int) IrInterpreter.run(function, context);
        } catch (IrInterpreter.TooManySteps _) {
            return; // Nested loops; the verifier would not follow them either.
        }
        checkCode(function, expected);
        checkCode(Compiler.optimize(function), expected);
    }

    private void checkCode(Module function, int expected) {
        Code code;
        try {
            code = Compiler.generate(function, CodegenOptions.DEFAULT);
        } catch (StackLimitException _) {
            return;
        }
        ProgramSpec program =
                new ProgramSpec(
                        "random",
                        ProgramType.RAW_TRACEPOINT,
                        AttachType.NONE,
                        "sys_enter",
                        code,
                        0);
        ObjectSpec object = new ObjectSpec("random", "GPL", List.of(program), FakeMaps.specs());
        try (BpfObject loaded = Loader.load(object)) {
            assertThat(run(loaded.program("random").fd()))
                    .as("result of%n%s", function)
                    .isEqualTo(expected);
        }
    }

    private int run(int program) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment words = arena.allocateFrom(ValueLayout.JAVA_LONG, context);
            MemorySegment result = arena.allocate(ValueLayout.JAVA_INT);
            int error = Kernel.running().programTestRun(new TestRun(program, words, -1, result));
            assertThat(error).as("BPF_PROG_TEST_RUN").isZero();
            return result.get(ValueLayout.JAVA_INT, 0);
        }
    }
}
