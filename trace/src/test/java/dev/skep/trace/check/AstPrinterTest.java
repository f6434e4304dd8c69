package dev.skep.trace.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.bpf.testkit.StoredTargets;
import dev.skep.trace.syntax.Parser;
import dev.skep.trace.syntax.SourceText;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;

class AstPrinterTest {

    static List<Cases.Case> trees() {
        return Cases.read("syntax-trees.txt");
    }

    @ParameterizedTest
    @MethodSource("trees")
    void printsWhatWasRead(Cases.Case test) {
        Parser.Result parsed = Parser.parse(new SourceText("stdin", test.script()));

        assertThat(parsed.problems()).isEmpty();
        assertThat(AstPrinter.print(parsed.script()).lines().toList())
                .as(test.script())
                .isEqualTo(test.expected());
    }

    @Test
    void printsTypesAndFoldedValues() {
        CheckedScript script =
                ScriptChecker.check(
                        new SourceText(
                                "stdin",
                                """
                                tracepoint:syscalls:sys_enter_openat /pid != 1 + 2/ {
                                    $x = str(args.filename, 5 * 3);
                                    @n[comm, $x] = count();
                                    if (1 < 2) { print(@n); }
                                }
                                """),
                        StoredTargets.linux618(),
                        CheckOptions.DEFAULT);

        assertThat(AstPrinter.print(script))
                .isEqualTo(
                        """
                        Program
                         tracepoint:syscalls:sys_enter_openat
                          pred
                           != :: [bool]
                            builtin: pid :: [uint32]
                            int: 3 :: [int8]
                          =
                           variable: $x :: [string[16]]
                           call: str :: [string[16]]
                            .filename :: [int8 *]
                             builtin: args :: [args]
                            int: 15 :: [int8]
                          =
                           map: @n :: [count_t]
                            tuple: :: [(string[16],string[16])]
                             builtin: comm :: [string[16]]
                             variable: $x :: [string[16]]
                           call: count :: [count_t]
                          if
                           bool: true :: [bool]
                           then
                            call: print
                             map: @n
                        """);
    }
}
