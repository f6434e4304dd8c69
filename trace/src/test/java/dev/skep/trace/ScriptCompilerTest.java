package dev.skep.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skep.bpf.asm.CodeElement;
import dev.skep.bpf.asm.SourcePosition;
import dev.skep.bpf.spec.MapSpec;
import dev.skep.bpf.spec.ProgramSpec;
import dev.skep.bpf.target.Target;
import dev.skep.bpf.testkit.StoredTargets;
import dev.skep.trace.syntax.Problem;
import dev.skep.trace.syntax.SourceText;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

class ScriptCompilerTest {
    private static final String OPEN =
            """
            tracepoint:syscalls:sys_enter_openat
            /comm == "cat"/
            {
                printf("%d %s\\n", pid, str(args.filename));
            }
            """;

    @Test
    void aScriptIsAPureFunctionOfItsTextAndTarget() {
        CompiledScript one = compile(OPEN);
        CompiledScript two = compile(OPEN);

        assertThat(one.object()).isEqualTo(two.object());
        assertThat(one.schema()).isEqualTo(two.schema());
        assertThat(one.plan()).isEqualTo(two.plan());
    }

    @Test
    void everyInstructionKnowsItsSource() {
        ProgramSpec program = compile(OPEN).object().programs().getFirst();

        List<SourcePosition> sources = sources(program);
        assertThat(sources)
                .hasSameSizeAs(program.code().elements())
                .allMatch(source -> source.file().equals("stdin"))
                .allMatch(source -> source.line() >= 1 && source.line() <= 5)
                .extracting(SourcePosition::toString)
                .contains("stdin:2:2", "stdin:4:23", "stdin:4:28");
    }

    @Test
    void movesBetweenRegistersAndHomesHaveOneToo() {
        StringBuilder text = new StringBuilder("begin {");
        StringBuilder turn = new StringBuilder();
        StringBuilder sum = new StringBuilder("0");
        for (char name = 'a'; name <= 'p'; name++) {
            text.append(" $").append(name).append(" = nsecs;");
            turn.append(" $").append(name).append(" = $").append((char) ('a' + 'p' - name));
            turn.append(" + nsecs;");
            sum.append(" + $").append(name);
        }
        text.append(" $done = 0; while ($done < 9) { $done++; if (pid > $done) {").append(turn);
        text.append(" } } for $turn : 0..99 {").append(turn).append(" } print(").append(sum);
        for (ProgramSpec program : compile(text.append("); }").toString()).object().programs()) {
            assertThat(sources(program)).hasSameSizeAs(program.code().elements());
        }
    }

    private static List<SourcePosition> sources(ProgramSpec program) {
        List<SourcePosition> sources = new ArrayList<>();
        for (CodeElement element : program.code().elements()) {
            SourcePosition source = element.source();
            if (source != null) {
                sources.add(source);
            }
        }
        return sources;
    }

    @Test
    void theObjectHasTheMapsThatTheSchemaNames() {
        CompiledScript script = compile("begin { @a[1] = count(); @b = 5; print(elapsed); }");

        assertThat(script.object().maps())
                .extracting(MapSpec::name)
                .containsExactlyInAnyOrder("events", "counters", "globals", "at_a", "at_b");
    }

    @Test
    void theLicenseIsTheScripts() {
        assertThat(compile("begin { }").object().license()).isEqualTo("GPL");
        assertThat(compile("config = { license = \"Dual BSD/GPL\" } begin { }").object().license())
                .isEqualTo("Dual BSD/GPL");
    }

    @Test
    void settingsReachTheRunTime() {
        assertThat(compile("begin { }").printsMapsOnExit()).isTrue();
        assertThat(compile("config = { print_maps_on_exit = false } begin { }").printsMapsOnExit())
                .isFalse();
    }

    @Test
    void whatIsWrongIsSaidAllAtOnce() {
        assertThatThrownBy(() -> compile("begin { print($x); print($y); }"))
                .isInstanceOfSatisfying(
                        ScriptException.class, e -> assertThat(e.problems()).hasSize(2));
    }

    @Test
    void whatLooksWrongIsSaidToo() {
        assertThat(compile("begin { 1 + pid; }").warnings())
                .extracting(Problem::severity)
                .containsOnly(Problem.Severity.WARNING)
                .isNotEmpty();
    }

    @Test
    void parametersAreTheUsers() {
        CompileOptions options = CompileOptions.DEFAULT.withParameters(List.of("17"));

        assertThat(
                        ScriptCompiler.show(
                                CompileStage.AST,
                                new SourceText("stdin", "begin { print($1); }"),
                                StoredTargets.linux618(),
                                options))
                .contains("17");
    }

    @Test
    void theRingBufferHasTheSizeThatIsAskedFor() {
        CompiledScript script =
                ScriptCompiler.compile(
                        new SourceText("stdin", "begin { }"),
                        StoredTargets.linux618(),
                        CompileOptions.DEFAULT.withRingBufferPages(5));

        assertThat(script.object().map("events"))
                .get()
                .extracting(MapSpec::maxEntries)
                .isEqualTo(8 * 4096);
    }

    @Test
    void everyStageCanBeShown() {
        assertThat(show(CompileStage.AST)).contains("tracepoint").contains("printf");
        assertThat(show(CompileStage.IR))
                .contains("function i64 \"sys_enter_openat_1\"")
                .contains("ringbuf_reserve");
        assertThat(show(CompileStage.BPF))
                .startsWith("sys_enter_openat_1:\n")
                .contains("; stdin:4:     printf(\"%d %s\\n\", pid, str(args.filename));")
                .contains("call ringbuf_reserve");
    }

    @Test
    void instructionsAreThoseOfTheKernelsThatLoadThem() {
        assertThat(bpf(StoredTargets.linux618(), CompileOptions.Loader.TARGET))
                .contains("*(s32 *)", " s/= ");
        assertThat(bpf(StoredTargets.linux618(), CompileOptions.Loader.LIKE_TARGET))
                .contains(" s/= ");
        assertThat(bpf(StoredTargets.linux618(), CompileOptions.Loader.EVERY_KERNEL))
                .doesNotContain("(s32", " s/= ");
        Target older = StoredTargets.linux("6.1.0-13-amd64", "#1 SMP Debian 6.1.55-1 (2023-09-29)");
        assertThat(bpf(older, CompileOptions.Loader.TARGET)).doesNotContain("(s32", " s/= ");
    }

    private static String bpf(Target target, CompileOptions.Loader loader) {
        String script =
                "tracepoint:sched:sched_switch { @a = avg(args.prev_prio); print(@a > 5); }";
        return ScriptCompiler.show(
                CompileStage.BPF,
                new SourceText("stdin", script),
                target,
                CompileOptions.DEFAULT.withLoader(loader));
    }

    @Test
    void whatOlderKernelsCannotJumpOverIsSaid() {
        SourceText source =
                new SourceText(
                        "stdin",
                        """
                        begin {
                          $x = nsecs;
                          if ($x > 1) {
                            unroll(100) { unroll(100) { $x ^= nsecs; $x *= 3; $x += nsecs; } }
                          }
                          print($x);
                        }
                        """);
        assertThatThrownBy(() ->
                        ScriptCompiler.compile(
                                source, StoredTargets.linux510(), CompileOptions.DEFAULT))
                .isInstanceOfSatisfying(
                        ScriptException.class,
                        e -> {
                            Problem problem = e.problems().getFirst();
                            assertThat(problem.message()).contains("before Linux 6.6");
                            assertThat(source.line(problem.span().start())).isEqualTo(3);
                        });
        assertThat(
                        ScriptCompiler.show(
                                CompileStage.BPF,
                                source,
                                StoredTargets.linux618(),
                                CompileOptions.DEFAULT))
                .contains("gotol");
    }

    private static CompiledScript compile(String text) {
        return ScriptCompiler.compile(
                new SourceText("stdin", text), StoredTargets.linux618(), CompileOptions.DEFAULT);
    }

    private static String show(CompileStage stage) {
        return ScriptCompiler.show(
                stage,
                new SourceText("stdin", OPEN),
                StoredTargets.linux618(),
                CompileOptions.DEFAULT);
    }
}
