package dev.skep.compiler.ir;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What is wrong between functions is noticed. */
class ModuleCheckerTest {
    private static final String HALF =
            """
            function i32 "half" {
            entry(%0: i64, %1: stack*):
              %2 = load i32 %1 + 0
              return %2
            }
            """;

    @Test
    void callsReadBackAsTheyWereWritten() {
        Module module = calling("call i32 \"half\"(%x, %slot)");

        assertThat(ModuleChecker.problems(module)).isEmpty();
        assertThat(IrParser.parse(module.toString())).hasToString(module.toString());
        assertThat(module.main().name()).isEqualTo("main");
    }

    @Test
    void addressesReadBackAsTheyWereWritten() {
        Module module = calling("call i32 loop(i32 3, %f, %slot, i64 0)");

        assertThat(ModuleChecker.problems(module)).isEmpty();
        assertThat(module).asString().contains("= function_address \"half\"");
        assertThat(IrParser.parse(module.toString())).hasToString(module.toString());
    }

    @Test
    void calleesMustExist() {
        assertThat(problem("call i32 \"third\"(%x)")).endsWith("there is no function third");
    }

    @Test
    void argumentsMustFit() {
        assertThat(problem("call i32 \"half\"(%x)")).endsWith("half takes 2 values, not 1");
        assertThat(problem("call i32 \"half\"(%x, %x)")).endsWith("half takes stack*, not i64");
    }

    @Test
    void resultsMustFit() {
        assertThat(problem("call i64 \"half\"(%x, %slot)")).endsWith("half returns i32");
    }

    @Test
    void namesAreUnique() {
        Module module = IrParser.parse(HALF + HALF);

        assertThat(ModuleChecker.problems(module)).containsExactly("there are two functions half");
    }

    @Test
    void whatCallsItselfIsTooDeep() {
        Module module =
                IrParser.parse(
                        """
                        function i64 "main" {
                        entry(%0: i64):
                          %1 = call i64 "main"(%0)
                          return %1
                        }
                        """);

        assertThat(ModuleChecker.problems(module))
                .containsExactly("main is called over more than 8 functions");
    }

    @Test
    void functionsAreNoMemory() {
        Module module =
                IrParser.parse(
                        """
                        function i64 "main" {
                        entry:
                          %1 = function_address "main"
                          %2 = load i64 %1 + 0
                          return %2
                        }
                        """);

        assertThat(ModuleChecker.problems(module))
                .first()
                .asString()
                .endsWith("a function's address is for helpers only");
    }

    private static String problem(String call) {
        return String.join("\n", ModuleChecker.problems(calling(call)));
    }

    private static Module calling(String call) {
        return IrParser.parse(
                """
                function i64 "main" {
                entry(%ctx: context*):
                  %x = load i64 %ctx + 0
                  %slot = stack_slot "s", size 8, align 8
                  store %slot + 0, %x
                  %f = function_address "half"
                  %y = CALL
                  return %x
                }
                """
                                .replace("CALL", call)
                        + HALF);
    }
}
