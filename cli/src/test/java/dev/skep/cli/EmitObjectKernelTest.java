package dev.skep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.bpf.testkit.PrivateBpffs;
import dev.skep.sys.testkit.kernel.NeedsCheckout;
import dev.skep.sys.testkit.kernel.NeedsKernel;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

/** {@code skep trace --emit-object}, judged by bpftool and the verifier. */
@NeedsCheckout
@NeedsKernel(version = "5.17")
class EmitObjectKernelTest {
    private static final String SCRIPT =
            """
            begin { @start = nsecs; }
            tracepoint:syscalls:sys_enter_openat {
                @[comm, str(args.filename)] = count();
                @h = hist(args.flags);
                printf("%d %s\\n", pid, str(args.filename));
            }
            interval:s:1 { print(@); clear(@); }
            """;

    @TempDir Path folder;
    private final Captured skep = Captured.plain();

    private void emit(String name, String script) {
        String file = folder.resolve(name).toString();
        assertThat(skep.run("trace", "--emit-object", file, "-e", script)).as(skep.err()).isZero();
        assertThat(skep.out()).isEmpty();
    }

    @Test
    void writesWhatBpftoolLoads() {
        emit("script.bpf.o", SCRIPT);
        String listed =
                PrivateBpffs.run(
                        folder,
                        """
                        bpftool prog loadall script.bpf.o pins/script
                        bpftool prog show pinned pins/script/sys_enter_openat_2
                        bpftool prog show pinned pins/script/begin_1
                        bpftool prog show pinned pins/script/interval_3
                        """);
        assertThat(listed)
                .contains(": tracepoint  name sys_enter_openat_2 ")
                .contains(": raw_tracepoint  name begin_1 ")
                .contains(": perf_event  name interval_3 ");
    }

    @Test
    void hasMembersOfTheKernelsStructsLookedUpByName() {
        String script =
                """
                tracepoint:syscalls:sys_enter_getpid {
                    printf("%d %s %d\\n", curtask.mm.arg_start, curtask.real_parent.comm,
                        curtask.se.avg.last_update_time);
                }
                """;
        emit("members.bpf.o", script);
        String said =
                PrivateBpffs.run(
                        folder,
                        """
                        bpftool --debug prog load members.bpf.o pins/members 2>&1 | grep 'relo #.*patched'
                        """);
        // mm, arg_start (in an anonymous struct), real_parent, comm, and one way through se.avg
        assertThat(said.lines()).hasSize(5);
    }

    @Test
    void hasBitFieldsSizesAndEnumeratorsLookedUpByName() {
        String script =
                """
                tracepoint:syscalls:sys_enter_getpid {
                    $n = (uint64)nsecs;
                    $task = (struct task_struct *)curtask;
                    printf("%d %d %d\\n", $task->sched_reset_on_fork, $task->in_execve,
                        $task->mm->def_flags);
                    printf("%d\\n", ($task + $n)->pid);
                    print(BPF_MAP_TYPE_RINGBUF);
                }
                """;
        emit("facts.bpf.o", script);
        String said =
                PrivateBpffs.run(
                        folder,
                        """
                        bpftool --debug prog load facts.bpf.o pins/facts 2>&1 | grep 'relo #'
                        """);
        assertThat(said)
                .contains("<byte_off>", "<byte_sz>", "<lshift_u64>", "<rshift_u64>")
                .contains("<type_size>", "<enumval_value>")
                .doesNotContain("substituting insn");
    }

    @Test
    @NeedsKernel(version = "6.12")
    void hasInstructionsThatEveryKernelKnows() {
        String file = folder.resolve("signed.bpf.o").toString();
        String script = "begin { @a = avg(-7); $n = bswap(nsecs); print(@a > $n); }";
        assertThat(skep.run("trace", "-d", "bpf", "-e", script)).as(skep.err()).isZero();
        assertThat(skep.out()).contains(" s/= ", "= bswap64 ");
        Captured other = Captured.plain();
        assertThat(other.run("trace", "-d", "bpf", "--emit-object", file, "-e", script))
                .as(other.err())
                .isZero();
        assertThat(other.out()).contains("= be64 ").doesNotContain(" s/= ", "= bswap64");
    }

    @Test
    @NeedsKernel(version = "6.12")
    void hasFunctionsOfTheKernelLookedUpByName() {
        emit(
                "calls.bpf.o",
                "tracepoint:syscalls:sys_enter_getpid { print((comm(2), pcomm, leader_tid)); }");
        String said =
                PrivateBpffs.run(
                        folder,
                        """
                        bpftool --debug prog load calls.bpf.o pins/calls 2>&1 | grep 'resolved to\\|patched'
                        """);
        assertThat(said)
                .contains("extern (func ksym) 'bpf_task_from_pid': resolved to")
                .contains("extern (func ksym) 'bpf_task_release': resolved to");
        // The names of the two tasks, the parent, the leader, and its number.
        assertThat(said.lines().filter(line -> line.contains("patched"))).hasSize(5);
    }

    @Test
    void saysWhereItCannotWrite() {
        String file = folder.resolve("no/such/folder.o").toString();
        assertThat(skep.run("trace", "--emit-object", file, "-e", "begin {}")).isEqualTo(1);
        assertThat(skep.err()).startsWith("ERROR: cannot write to " + file);
    }
}
