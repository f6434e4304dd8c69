package dev.skep.trace.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.bpf.target.Target;
import dev.skep.bpf.testkit.StoredTargets;
import dev.skep.trace.syntax.SourceText;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;

/** What is said of scripts that are wrong, and where: the tables in the resources. */
class ProblemsTest {
    private static final Target TARGET = StoredTargets.linux618();

    static List<Cases.Case> syntax() {
        return Cases.read("syntax-problems.txt");
    }

    static List<Cases.Case> meaning() {
        return Cases.read("problems.txt");
    }

    static List<Cases.Case> attachPoints() {
        return Cases.read("attach-point-problems.txt");
    }

    @ParameterizedTest
    @MethodSource("syntax")
    void syntaxProblems(Cases.Case test) {
        check(test);
    }

    @ParameterizedTest
    @MethodSource("meaning")
    void problems(Cases.Case test) {
        check(test);
    }

    @ParameterizedTest
    @MethodSource("attachPoints")
    void attachPointProblems(Cases.Case test) {
        check(test);
    }

    private static void check(Cases.Case test) {
        var source = new SourceText("stdin", test.script());
        ScriptChecker.Result result = ScriptChecker.analyse(source, TARGET, CheckOptions.DEFAULT);
        assertThat(ProblemText.lines(source, result.problems()))
                .as(test.script())
                .isEqualTo(test.expected());
    }
}
