package dev.skep.trace.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.bpf.testkit.TestTarget;
import dev.skep.trace.syntax.Expression;
import dev.skep.trace.syntax.SourceText;
import dev.skep.trace.syntax.Statement;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

class ConstantFolderTest {
    private static final CheckOptions OPTIONS =
            new CheckOptions(List.of("12", "0x10", "abc", "10s", "-5"));

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "1 + 1 ; 2",
                "-10 / 3 ; -3",
                "-10 % 3 ; -1",
                "-10 >> 1 ; -5",
                "~0 ; 18446744073709551615",
                "~5 ; 18446744073709551610",
                "-9223372036854775808 ; -9223372036854775808",
                "9223372036854775807 + 1 ; 9223372036854775808",
                "18446744073709551615 - 1 ; 18446744073709551614",
                "18446744073709551615 / 2 ; 9223372036854775807",
                "18446744073709551615 % 10 ; 5",
                "18446744073709551615 >> 1 ; 9223372036854775807",
                "18446744073709551615 >> 0 ; 18446744073709551615",
                "1 << 63 ; 9223372036854775808",
                "1 << 10 ; 1024",
                "-1 << 3 ; -8",
                "5 - 10 ; -5",
                "4294967296 * 4294967295 ; 18446744069414584320",
                "-3 * 4 ; -12",
                "6 & 3 ; 2",
                "6 | 3 ; 7",
                "6 ^ 3 ; 5",
                "-1 & 255 ; 255",
                "2 + 3 * 4 - 1 ; 13",
                "(2 + 3) * 4 ; 20",
                "1 == 1 ; true",
                "1 != 1 ; false",
                "-1 < 18446744073709551615 ; true",
                "18446744073709551615 > 5 ; true",
                "5 >= 5 ; true",
                "4 <= 3 ; false",
                "!5 ; false",
                "!0 ; true",
                "!true ; false",
                "1 && 0 ; false",
                "1 || 0 ; true",
                "true && 5 ; true",
                "\"a\" == \"a\" ; true",
                "\"a\" != \"a\" ; false",
                "1 < 2 ? 5 : 6 ; 5",
                "0 ? \"a\" : \"b\" ; b",
                "3 ?: 4 ; 3",
                "0 ?: 4 ; 4",
                "comptime 7 ; 7",
                "$1 + 1 ; 13",
                "$2 ; 16",
                "$4 ; 10000000000",
                "$5 ; -5",
                "$# ; 5",
            })
    void folds(String expression, String expected) {
        assertThat(folded(expression)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "str($3) | abc",
                "str($3 + 1) | bc",
                "str($3 + 3) | ''",
                "str($1) | 12",
            })
    void givesParametersAsStrings(String expression, String expected) {
        assertThat(folded(expression.replace("str(", "(str("), true)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"pid + 1", "pid == pid", "-pid", "comm == \"a\"", "pid ? 1 : 2"})
    void leavesWhatIsNotKnown(String expression) {
        assertThat(folded(expression)).isEqualTo("null");
    }

    private static String folded(String expression) {
        return folded(expression, false);
    }

    /** {@return the value of an expression, or of the argument of the call that it is} */
    private static String folded(String expression, boolean ofArgument) {
        String text = ofArgument ? expression.substring(1) : expression;
        var source = new SourceText("stdin", "begin { print(" + text + "); }");
        CheckedScript script = ScriptChecker.check(source, TestTarget.of("6.18.0"), OPTIONS);
        var statement =
                (Statement.Evaluate)
                        script.probes().getFirst().syntax().body().statements().getFirst();
        Expression argument = ((Expression.Call) statement.expression()).arguments().getFirst();
        if (ofArgument) {
            argument = ((Expression.Call) argument).arguments().getFirst();
        }
        return switch (script.constantOf(argument)) {
            case null -> "null";
            case Constant.Int(long value, boolean unsigned) ->
                    unsigned ? Long.toUnsignedString(value) : Long.toString(value);
            case Constant.Bool(boolean value) -> Boolean.toString(value);
            case Constant.Text value -> value.text();
        };
    }
}
