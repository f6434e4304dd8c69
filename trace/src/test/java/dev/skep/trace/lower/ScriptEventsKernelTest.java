package dev.skep.trace.lower;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.sys.testkit.kernel.NeedsKernel;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.List;

/** Programs see what a command really does. */
@NeedsKernel
@Timeout(30)
class ScriptEventsKernelTest {
    private static final List<String> CAT = List.of("/bin/cat", "/etc/hostname");

    @Test
    void stringsOfUserMemory() {
        SessionRun run =
                SessionRun.during(
                        CAT,
                        "tracepoint:syscalls:sys_enter_openat /comm == \"cat\"/"
                                + " { printf(\"%d %s %s\\n\", pid > 0, comm,"
                                + " str(args.filename)); }");

        assertThat(run.lines()).contains("1 cat /etc/hostname");
    }

    @Test
    void processesAreTheToolsOwn() {
        assertThat(SessionRun.of("begin { print(pid); }").lines())
                .containsExactly(Long.toString(ProcessHandle.current().pid()));
    }

    @Test
    void stringsThatAreCutOffSaySo() {
        SessionRun run =
                SessionRun.during(
                        CAT,
                        "config = { max_strlen = 8 }"
                                + " tracepoint:syscalls:sys_enter_openat /comm == \"cat\"/"
                                + " { printf(\"%s\\n\", str(args.filename)); @[str(args.filename)]"
                                + " = count(); }");

        assertThat(run.lines()).contains("/etc/hos..");
        assertThat(run.entries()).containsKey("@[/etc/hos..]");
    }

    @Test
    void stringsThatFitAreWhole() {
        SessionRun run =
                SessionRun.during(
                        CAT,
                        "config = { max_strlen = 14 }"
                                + " tracepoint:syscalls:sys_enter_openat /comm == \"cat\"/"
                                + " { @[str(args.filename)] = count(); }");

        assertThat(run.entries()).containsEntry("@[/etc/hostname]", "1");
    }

    @Test
    @NeedsKernel(version = "5.11") // before, a key has at most 512 bytes
    void aLengthLimitsAString() {
        SessionRun run =
                SessionRun.during(
                        CAT,
                        "tracepoint:syscalls:sys_enter_openat /comm == \"cat\"/ { $n = 4 + (pid > 0);"
                                + " @a[str(args.filename, 5)]++; @b[str(args.filename, $n)]++; }");

        assertThat(run.entries()).containsKey("@a[/etc]").containsKey("@b[/etc]");
    }

    @Test
    void stringsOfUserMemoryAreCompared() {
        SessionRun run =
                SessionRun.during(
                        CAT,
                        "tracepoint:syscalls:sys_enter_openat"
                                + " /comm == \"cat\" && str(args.filename) == \"/etc/hostname\"/"
                                + " { @same++; }"
                                + " tracepoint:syscalls:sys_enter_openat"
                                + " /comm == \"cat\" && str(args.filename) != \"/etc/hostnam\"/"
                                + " { @other++; }");

        assertThat(run.entries()).containsEntry("@same", "1").containsKey("@other");
    }

    @Test
    @NeedsKernel(version = "5.11") // before, a key has at most 512 bytes
    void dynamicFields() {
        SessionRun run =
                SessionRun.during(
                        CAT,
                        "tracepoint:sched:sched_process_exec /args.pid == pid/"
                                + " { @[args.filename] = count(); }");

        assertThat(run.entries()).containsEntry("@[/bin/cat]", "1");
    }

    @Test
    void arraysOfCharacters() {
        SessionRun run =
                SessionRun.during(
                        List.of("/bin/sleep", "0.05"),
                        "tracepoint:sched:sched_switch { @[args.prev_comm] = count(); }");

        assertThat(run.entries()).containsKey("@[sleep]");
    }

    @Test
    void wordsOfRawTracepoints() {
        // The second word of sys_enter is the number of the system call: 257 is openat.
        SessionRun run =
                SessionRun.during(
                        CAT,
                        "rawtracepoint:sys_enter /comm == \"cat\" && arg1 == 257/ { @ = count(); }");

        assertThat(run.entries()).containsKey("@");
    }

    @Test
    void resultsOfSystemCalls() {
        SessionRun run =
                SessionRun.during(
                        List.of("/bin/cat", "/nonexistent"),
                        "tracepoint:syscalls:sys_exit_openat /comm == \"cat\" && args.ret < 0/"
                                + " { @[args.ret] = count(); }");

        assertThat(run.entries()).containsKey("@[-2]");
    }

    @Test
    void latencies() {
        SessionRun run =
                SessionRun.during(
                        CAT,
                        "tracepoint:syscalls:sys_enter_read { @t[tid] = nsecs; }"
                                + " tracepoint:syscalls:sys_exit_read /@t[tid] && comm == \"cat\"/"
                                + " { @ns = hist(nsecs - @t[tid]); @n++; delete(@t, tid); }");

        assertThat(run.entries()).containsKeys("@ns", "@n");
        assertThat(run.entries().get("@ns")).doesNotContain("-inf");
    }

    @Test
    void oneProgramAtManyTracepoints() {
        SessionRun run =
                SessionRun.during(
                        CAT,
                        "tracepoint:syscalls:sys_enter_r* /comm == \"cat\"/ { @[comm] = count(); }"
                                + " tracepoint:syscalls:sys_enter_open* /comm == \"cat\"/"
                                + " { @p[probe] = count(); }");

        assertThat(Integer.parseInt(run.entries().get("@[cat]"))).isGreaterThan(1);
        assertThat(run.entries()).containsKey("@p[tracepoint:syscalls:sys_enter_openat]");
    }

    @Test
    void timers() {
        SessionRun run =
                SessionRun.during(
                        List.of("/bin/sleep", "0.5"),
                        "interval:ms:10 { @i = count(); } profile:hz:99 { @p[cpu] = count(); }");

        assertThat(Integer.parseInt(run.entries().get("@i"))).isGreaterThan(10);
        assertThat(run.entries()).containsKey("@p[0]");
    }

    @Test
    void elapsedCountsFromTheStart() {
        SessionRun run =
                SessionRun.during(
                        List.of("/bin/sleep", "0.3"), "interval:ms:100 { @ = max(elapsed); }");

        assertThat(Long.parseLong(run.entries().get("@"))).isBetween(100_000_000L, 20_000_000_000L);
    }

    @Test
    void nothingIsLostWhereCpusAddAtOnce() {
        SessionRun run =
                SessionRun.during(
                        List.of(
                                "/bin/sh",
                                "-c",
                                "for i in 1 2 3; do /bin/cat /etc/* /etc/*/* >/dev/null 2>&1 & done;"
                                        + " wait"),
                        "rawtracepoint:sys_enter { @added++; @summed += 2; @counted = count(); }");

        long counted = Long.parseLong(run.entries().get("@counted"));
        assertThat(counted).isGreaterThan(100);
        assertThat(run.entries())
                .containsEntry("@added", Long.toString(counted))
                .containsEntry("@summed", Long.toString(counted * 2));
    }

    /** Pitfall P8: a map that overflows is noticed. */
    @Test
    void updatesOfFullMapsAreSaidWhereTheyFail() {
        SessionRun run =
                SessionRun.of(
                        "let @a = hash(2); begin { @a[1] = 1; @a[2] = 2; @a[3] = 3; @a[4] = 4; }");

        assertThat(run.lines().stream().filter(line -> line.startsWith("Map full"))).hasSize(2);
        // What was said need not be said again at the end.
        assertThat(run.lines()).noneMatch(line -> line.startsWith("failed updates"));
    }
}
