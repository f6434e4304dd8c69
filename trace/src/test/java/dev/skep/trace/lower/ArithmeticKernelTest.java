package dev.skep.trace.lower;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.sys.testkit.kernel.NeedsKernel;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;

/** Random arithmetic gives in the kernel what it gives in Java. */
@NeedsKernel
class ArithmeticKernelTest {
    private static final int VARIABLES = 5;
    private static final int SUMS = 12;
    private static final int LEVELS = 4;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
    void theKernelAgreesWithJava(long seed) {
        RandomArithmetic arithmetic = new RandomArithmetic(seed);
        StringBuilder script = new StringBuilder("begin {\n");
        for (int i = 0; i < VARIABLES; i++) {
            script.append(arithmetic.variable()).append(";\n");
        }
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < SUMS; i++) {
            RandomArithmetic.Sum sum = arithmetic.sum(LEVELS);
            script.append("printf(\"%lx\\n\", ").append(sum.text()).append(");\n");
            expected.add(Long.toHexString(sum.number().value()));
        }

        assertThat(SessionRun.of(script.append("}\n").toString()).lines())
                .as(script.toString())
                .isEqualTo(expected);
    }
}
