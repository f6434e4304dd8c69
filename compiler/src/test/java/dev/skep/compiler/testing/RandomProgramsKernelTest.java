package dev.skep.compiler.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.bpf.asm.Code;
import dev.skep.bpf.target.Target;
import dev.skep.bpf.testkit.Property;
import dev.skep.compiler.CodegenOptions;
import dev.skep.compiler.Compiler;
import dev.skep.compiler.StackLimitException;
import dev.skep.compiler.ir.Module;
import dev.skep.sys.testkit.kernel.NeedsKernel;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * The kernel takes random programs, and computes by them what their IR says: as code that every
 * kernel knows, and as code for this one. {@code -Dskep.property.cases=10000} tries more.
 */
@NeedsKernel
class RandomProgramsKernelTest {
    private final long[] context =
            new SplittableRandom(7).longs(RandomFunction.CONTEXT_WORDS).toArray();

    private final CodegenOptions own = CodegenOptions.of(Target.running());

    private int compiled;
    private int tooLarge;
    private int tooLong;

    @TestFactory
    Stream<DynamicTest> theKernelTakesThemAndComputesTheSame() {
        boolean callsBack = Target.running().version().isAtLeast(5, 17);
        return Stream.concat(
                Property.tests(
                        choices -> RandomFunction.forKernel(choices, callsBack), this::check),
                Stream.of(DynamicTest.dynamicTest("few are passed over", this::checkPassedOver)));
    }

    private void checkPassedOver() {
        assertThat(tooLarge)
                .as("programs that did not fit the stack")
                .isLessThan(compiled / 10 + 1);
        assertThat(tooLong).as("programs that took too long").isLessThan(compiled / 100 + 1);
    }

    private void check(Module function) {
        int expected;
        try {
            expected = (int) IrInterpreter.run(function, context);
        } catch (IrInterpreter.TooManySteps _) {
            tooLong++;
            return; // Nested loops; the verifier would not follow them either.
        }
        checkCode(function, expected);
        checkCode(Compiler.optimize(function), expected);
    }

    private void checkCode(Module function, int expected) {
        checkCode(function, CodegenOptions.DEFAULT, expected);
        if (!own.equals(CodegenOptions.DEFAULT)) {
            checkCode(function, own, expected);
        }
    }

    private void checkCode(Module function, CodegenOptions options, int expected) {
        compiled++;
        Code code;
        try {
            code = Compiler.generate(function, options);
        } catch (StackLimitException _) {
            tooLarge++;
            return;
        }
        try (LoadedProgram program = new LoadedProgram(code)) {
            assertThat(program.run(context))
                    .as("result of%n%s for %s", function, options)
                    .isEqualTo(expected);
        }
    }
}
