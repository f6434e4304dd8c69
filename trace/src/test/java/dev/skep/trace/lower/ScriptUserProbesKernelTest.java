package dev.skep.trace.lower;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.sys.testkit.kernel.NeedsKernel;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.List;

/** Probes in a library while its functions are called. */
@NeedsKernel
@Timeout(60)
class ScriptUserProbesKernelTest {
    private static final String END = " interval:s:20 { exit(); }";

    private SampleLibrary library;

    @BeforeEach
    void load() throws Exception {
        library = new SampleLibrary();
    }

    @AfterEach
    void unload() throws Exception {
        library.close();
    }

    private SessionRun run(String script) {
        return SessionRun.shown(script.replace("LIB", library.path()));
    }

    @Test
    void argumentsAndResults() {
        SessionRun run =
                run(
                        "uprobe:LIB:probed { @a = arg0; @s[str(arg1, 16)] = 1; @seen = 1; @f[func] = 1;"
                                + " @p[probe, probetype] = 1; }"
                                + " uretprobe:LIB:probed /@seen/ { @r = retval; exit(); }"
                                + END);

        assertThat(run.entries())
                .containsEntry("@a", Integer.toString(SampleLibrary.FIRST))
                .containsEntry("@r", Integer.toString(SampleLibrary.RESULT))
                .containsKey("@s[second]")
                .containsKey("@f[probed]")
                .containsKey("@p[uprobe:" + library.path() + ":probed, uprobe]");
    }

    @Test
    void placesInFunctions() {
        SessionRun run =
                run(
                        "uprobe:LIB:probed+0 { @zero = 1; } uprobe:LIB:visible { @v = arg0;"
                                + " if (@zero) { exit(); } }"
                                + END);

        assertThat(run.entries())
                .containsEntry("@zero", "1")
                .containsEntry("@v", Integer.toString(SampleLibrary.VISIBLE));
    }

    @Test
    void manyFunctionsByOneProgram() {
        SessionRun run =
                run(
                        "uprobe:LIB:vis*,uprobe:LIB:pro* { @[func] = count(); @n++;"
                                + " if (@n > 20) { exit(); } }"
                                + END);

        assertThat(run.entries()).containsKey("@[probed]").hasSizeGreaterThan(2);
    }

    @Test
    void manyFunctionsByTheirNames() {
        SessionRun run =
                run(
                        "uprobe:LIB:probed,uprobe:LIB:visible { @[probe] = count(); @n++;"
                                + " if (@n > 20) { exit(); } }"
                                + END);

        assertThat(run.entries())
                .containsKey("@[uprobe:" + library.path() + ":probed]")
                .containsKey("@[uprobe:" + library.path() + ":visible]");
    }

    @Test
    @NeedsKernel(version = "6.6")
    void returnsOfManyFunctionsKnowTheirFunction() {
        SessionRun run =
                run(
                        "uretprobe:LIB:probed { @[func] = max(retval); @n++;"
                                + " if (@n > 5) { exit(); } }"
                                + END);

        assertThat(run.entries())
                .containsEntry("@[probed]", Integer.toString(SampleLibrary.RESULT));
    }

    @Test
    void staticallyDefinedProbes() {
        SessionRun run =
                run(
                        "usdt:LIB:entry { @first = (int32)arg0; @s[str(arg1, 16)] = 1; @third = arg2;"
                                + " @p[probe, probetype] = 1; exit(); }"
                                + END);

        assertThat(run.entries())
                .containsEntry("@first", Integer.toString(SampleLibrary.FIRST))
                .containsEntry("@third", "42")
                .containsKey("@p[usdt:" + library.path() + ":sample:entry, usdt]");
    }

    @Test
    void semaphoresAndVariables() {
        SessionRun run = run("usdt:LIB:sample:counted { @counter = arg1; exit(); }" + END);

        assertThat(run.entries()).containsEntry("@counter", "7");
    }

    @Test
    void stacksOfProbedFunctions() {
        SessionRun run = run("uprobe:LIB:visible { printf(\"%s\", ustack(1)); exit(); }" + END);

        // The function has another name too.
        assertThat(run.lines().getFirst()).matches("\n {8}visible(_alias)?\\+0");
    }

    @Test
    void oneProcess() {
        long pid = ProcessHandle.current().pid();

        SessionRun run =
                SessionRun.of(
                        (int) pid,
                        ("uprobe:LIB:probed { @pid = pid; exit(); } tracepoint:syscalls:sys_enter_re*"
                                        + " { @pids[pid] = count(); }"
                                        + END)
                                .replace("LIB", library.path()));

        assertThat(run.entries()).containsEntry("@pid", Long.toString(pid));
        assertThat(run.entries().keySet().stream().filter(key -> key.startsWith("@pids")).toList())
                .isSubsetOf(List.of("@pids[" + pid + "]"));
    }
}
