package dev.skep.trace.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.bpf.testkit.StoredTargets;
import dev.skep.trace.syntax.Problem;
import dev.skep.trace.syntax.SourceText;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.ArrayList;
import java.util.List;

/** What types maps and variables get, and where probes attach: the table in the resources. */
class TypesTest {

    static List<Cases.Case> cases() {
        return Cases.read("types.txt");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void types(Cases.Case test) {
        CheckedScript script =
                ScriptChecker.check(
                        new SourceText("stdin", test.script()),
                        StoredTargets.linux618(),
                        CheckOptions.DEFAULT);
        List<String> found = new ArrayList<>();
        for (Problem warning : script.warnings()) {
            found.add("WARNING " + warning.message());
        }
        found.addAll(Summary.lines(script));
        assertThat(found).as(test.script()).isEqualTo(test.expected());
    }
}
