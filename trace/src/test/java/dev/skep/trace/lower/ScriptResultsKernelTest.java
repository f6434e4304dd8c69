package dev.skep.trace.lower;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.sys.testkit.kernel.NeedsKernel;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.ArrayList;
import java.util.List;

/** Programs compute, in the kernel, what the language says. */
@NeedsKernel
class ScriptResultsKernelTest {
    private static final String EXPECT = "// expect: ";

    static List<ScriptCases.Case> cases() {
        return ScriptCases.forRunningKernel("results.bt");
    }

    @ParameterizedTest
    @MethodSource("cases")
    @Timeout(20)
    void theKernelComputesIt(ScriptCases.Case script) {
        List<String> expected = new ArrayList<>();
        for (String line : script.script().split("\n", -1)) {
            if (line.startsWith(EXPECT)) {
                expected.add(line.substring(EXPECT.length()));
            }
        }

        assertThat(SessionRun.of(script.script()).lines()).isEqualTo(expected);
    }
}
