package dev.skep.trace.lower;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.sys.testkit.kernel.NeedsKernel;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.List;

/** Stacks and symbols, with the names of what is really there. */
@NeedsKernel
@Timeout(60)
class ScriptStacksKernelTest {
    private static final List<String> BUSY =
            List.of(
                    "/bin/bash",
                    "-c",
                    "i=0; while [ $i -lt 300000 ]; do i=$((i+1)); done; exec /bin/cat /dev/null");

    /**
     * Tracepoints of system calls themselves will not do: Linux 6.1 and older give them the
     * registers of the process, from which no way leads to the kernel's stack.
     */
    @Test
    void stacksOfTheKernel() {
        SessionRun run =
                SessionRun.during(
                        List.of("/bin/cat", "/etc/hostname"),
                        "rawtracepoint:sys_enter /comm == \"cat\"/"
                                + " { printf(\"%s\\n\", kstack(perf, 20)); @[kstack] = count();"
                                + " @first = kstack(1); }");

        assertThat(run.entries().toString()).containsPattern("do_syscall_64\\+\\d+");
        assertThat(run.lines().toString())
                .containsPattern("\tffffffff[0-9a-f]{8} do_syscall_64\\+\\d+\n");
        assertThat(run.entries().get("@first")).containsPattern("^\n {8}\\S+\\+\\d+\n$");
    }

    @Test
    void equalStacksAreOneKey() {
        SessionRun run =
                SessionRun.of(
                        "begin { $a = kstack(3); @[$a] = 1; @[$a] = 2; @n[$a, 1] = 3; @n[$a, 1]++;"
                                + " @v = $a; print(@v); }"
                                + " end { print(@); print(@n); }");

        assertThat(run.lines()).hasSize(3).contains("2", "4");
        assertThat(run.lines().getFirst()).contains("bpf_prog_").doesNotContain("0x");
    }

    @Test
    void stacksOfProcesses() {
        SessionRun run =
                SessionRun.during(
                        BUSY,
                        "profile:hz:299 /comm == \"bash\"/ { @[ustack] = count();"
                                + " @perf[ustack(perf, 1)] = count(); @raw[ustack(raw, 1)] = count(); }");

        // The shell has ended when the maps are shown; it was looked at before.
        assertThat(run.entries().keySet().toString())
                .containsPattern("\t[0-9a-f]+ \\S+ \\(/\\S*bash\\)\n");
        assertThat(run.entries().keySet().toString()).containsPattern("@raw\\[\n[0-9a-f]+\n\\]");
    }

    @Test
    void addressesWithoutSymbols() {
        assertThat(
                        SessionRun.of(
                                        "begin { print(ksym(0)); print(usym(0)); print(ksym(4096));"
                                                + " print((usym(4096), 1)); }")
                                .lines())
                .containsExactly("0", "0", "0x1000", "(0x1000, 1)");
    }
}
