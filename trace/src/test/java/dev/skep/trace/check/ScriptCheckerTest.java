package dev.skep.trace.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skep.bpf.target.KernelFiles;
import dev.skep.bpf.target.Target;
import dev.skep.bpf.testkit.StoredTargets;
import dev.skep.bpf.testkit.TestTarget;
import dev.skep.trace.ScriptException;
import dev.skep.trace.record.StackMode;
import dev.skep.trace.schema.Hook;
import dev.skep.trace.syntax.SourceText;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

class ScriptCheckerTest {
    private static final Target TARGET = StoredTargets.linux618();

    @Test
    void whatIsWrongIsThrownWithItsPlace() {
        var source = new SourceText("a.bt", "begin {\n  1;\n  $x = $y;\n  foo();\n}");

        assertThatThrownBy(() -> ScriptChecker.check(source, TARGET, CheckOptions.DEFAULT))
                .isInstanceOfSatisfying(
                        ScriptException.class,
                        e -> {
                            assertThat(e)
                                    .hasMessage("a.bt:3:8: Undefined or undeclared variable: $y");
                            assertThat(e.source()).isEqualTo(source);
                            assertThat(ProblemText.lines(source, e.problems()))
                                    .containsExactly(
                                            "2:3-4: WARNING: Return value discarded.",
                                            "3:8-10: ERROR: Undefined or undeclared variable: $y",
                                            "4:3-8: ERROR: Unknown function: 'foo'");
                        });
    }

    @Test
    @Timeout(10)
    void macrosThatGrowAreStopped() {
        StringBuilder text = new StringBuilder("macro f(x) { x + x } begin { print(");
        text.repeat("f(", 40).append('1').repeat(")", 40).append("); }");
        var source = new SourceText("stdin", text.toString());

        assertThat(
                        ProblemText.lines(
                                source,
                                ScriptChecker.analyse(source, TARGET, CheckOptions.DEFAULT)
                                        .problems()))
                .anyMatch(
                        line -> line.endsWith("ERROR: the macros called here make too much of it"));
    }

    @Test
    void mistakesInTheTextComeBeforeThoseInItsMeaning() {
        var source = new SourceText("stdin", "begin { foo(); $x = ; }");

        assertThat(
                        ProblemText.lines(
                                source,
                                ScriptChecker.analyse(source, TARGET, CheckOptions.DEFAULT)
                                        .problems()))
                .containsExactly("1:21-22: ERROR: syntax: expected expression");
    }

    @Test
    void settingsOfTheScriptAreKept() {
        ScriptConfig config =
                check(
                                """
                                config = {
                                    BPFTRACE_MAX_STRLEN = 128;
                                    license = "Dual BSD/GPL";
                                    print_maps_on_exit = false;
                                    str_trunc_trailer = "…";
                                    on_stack_limit = 64;
                                    stack_mode = perf;
                                    log_size = 5000;
                                    max_bpf_progs = 7;
                                    cpp_demangle = false;
                                    show_debug_info = 1;
                                    cache_user_symbols = NONE;
                                    unstable_tseries = enable;
                                    unstable_typeinfo = warn
                                }
                                begin { }
                                """,
                                CheckOptions.DEFAULT)
                        .config();

        assertThat(config)
                .isEqualTo(
                        new ScriptConfig(
                                "Dual BSD/GPL",
                                4096,
                                1024,
                                128,
                                ScriptConfig.MissingProbes.ERROR,
                                64,
                                false,
                                "…",
                                10_240,
                                0,
                                StackMode.PERF,
                                5000,
                                7,
                                new ScriptConfig.Symbolication(false, true, true),
                                new ScriptConfig.Unstable(
                                        ScriptConfig.Use.ENABLE,
                                        ScriptConfig.Use.ENABLE,
                                        ScriptConfig.Use.WARN,
                                        ScriptConfig.Use.WARN)));
        assertThat(check("begin { }", CheckOptions.DEFAULT).config())
                .isEqualTo(ScriptConfig.DEFAULT);
    }

    @Test
    void parametersStandInAttachPoints() {
        CheckedScript script =
                check(
                        "tracepoint:$1:sched_$2 { } interval:s:$3 { } i:ms:$3$3 { }",
                        new CheckOptions(List.of("sched", "switch", "5")));

        assertThat(Summary.lines(script))
                .containsExactly(
                        "tracepoint:sched:sched_switch",
                        "interval:s:5 Period[nanoseconds=5000000000]",
                        "interval:ms:55 Period[nanoseconds=55000000]");
    }

    @Test
    void parametersThatAreNoNumbersAreStrings() {
        var source = new SourceText("stdin", "begin { print($1 + 1); print($1 * 2); }");

        assertThat(
                        ProblemText.lines(
                                source,
                                ScriptChecker.analyse(
                                                source, TARGET, new CheckOptions(List.of("hello")))
                                        .problems()))
                .containsExactly(
                        "1:30-36: ERROR: Type mismatch for '*': comparing string[6] with int8",
                        "1:30-32: ERROR: left (string[6])",
                        "1:35-36: ERROR: right (int8)");
    }

    @Test
    void onlyFormatsOfArgumentsThatAreUsedAreRead() {
        Map<String, byte[]> files = new HashMap<>(StoredTargets.files());
        files.keySet().removeIf(path -> path.endsWith("/format"));
        Target withoutFormats = Target.of(KernelFiles.of("without formats", files));

        CheckedScript script =
                ScriptChecker.check(
                        new SourceText("stdin", "tracepoint:sched:sched_wak* { @ = count(); }"),
                        withoutFormats,
                        CheckOptions.DEFAULT);

        assertThat(script.probes().getFirst().attachPoints())
                .extracting(ResolvedAttachPoint::hook)
                .containsExactly(
                        new Hook.Tracepoint("sched", "sched_wake_idle_without_ipi", -1),
                        new Hook.Tracepoint("sched", "sched_wakeup", -1),
                        new Hook.Tracepoint("sched", "sched_wakeup_new", -1),
                        new Hook.Tracepoint("sched", "sched_waking", -1));
    }

    @Test
    void typesOfTheKernelAreNotAskedForInVain() {
        // A target without BTF and tracefs has all that timers, begin and end need.
        CheckedScript script =
                ScriptChecker.check(
                        new SourceText(
                                "stdin", "begin { @a[comm] = count(); } interval:s:1 { exit(); }"),
                        TestTarget.of("6.18.0"),
                        CheckOptions.DEFAULT);

        assertThat(script.maps()).hasSize(1);
    }

    @Test
    void preamblesForKernelsWithoutTypesArePassedOver() {
        String script =
                """
                #!/usr/bin/env skep
                #ifndef BPFTRACE_HAVE_BTF
                #include <linux/sched.h>
                struct foo { int x; };
                #else
                // nothing
                #endif
                begin { exit(); }
                """;

        assertThat(check(script, CheckOptions.DEFAULT).probes()).hasSize(1);
        var source = new SourceText("stdin", script);
        assertThat(
                        ProblemText.lines(
                                source,
                                ScriptChecker.analyse(
                                                source,
                                                TestTarget.of("5.4.0"),
                                                CheckOptions.DEFAULT)
                                        .problems()))
                .containsExactly(
                        "3:2-9: WARNING: the header <linux/sched.h> is not read: types are those"
                                + " of the kernel's BTF and of the script");
    }

    private static CheckedScript check(String script, CheckOptions options) {
        return ScriptChecker.check(new SourceText("stdin", script), TARGET, options);
    }
}
