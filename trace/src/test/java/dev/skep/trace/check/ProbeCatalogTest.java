package dev.skep.trace.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skep.bpf.MalformedObjectException;
import dev.skep.bpf.elf.ElfFixtures;
import dev.skep.bpf.target.Target;
import dev.skep.bpf.testkit.StoredTargets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What {@code -l} shows, of a stored kernel and of a library. */
class ProbeCatalogTest {
    private static final Target TARGET = StoredTargets.linux618();

    private static List<String> names(String patterns) {
        return names(TARGET, patterns);
    }

    private static List<String> names(Target target, String patterns) {
        List<String> names = new ArrayList<>();
        for (ProbeCatalog.Entry entry : match(target, patterns, false)) {
            assertThat(entry.arguments()).isEmpty();
            names.add(entry.name());
        }
        return names;
    }

    private static List<String> arguments(Target target, String pattern) {
        return match(target, pattern, true).getFirst().arguments();
    }

    private static List<ProbeCatalog.Entry> match(
            Target target, String patterns, boolean arguments) {
        List<ProbeCatalog.Entry> entries = new ArrayList<>();
        ProbeCatalog.match(target, 0, patterns, arguments, entries::add);
        return entries;
    }

    @Test
    void severalPatterns() {
        assertThat(names("tracepoint:sched:sched_sw*, t:sched:sched_waking,i:*"))
                .contains("tracepoint:sched:sched_switch")
                .containsSequence(
                        "tracepoint:sched:sched_waking",
                        "interval:hz:",
                        "interval:ms:",
                        "interval:s:",
                        "interval:us:");
    }

    @Test
    void withoutAProviderAllAreLookedAt() {
        assertThat(names("sched_switch"))
                .containsExactly(
                        "rawtracepoint:vmlinux:sched_switch", "tracepoint:sched:sched_switch");
    }

    @Test
    void counters() {
        assertThat(names("software:page-f*,s:faults,hardware:c*"))
                .containsExactly(
                        "software:page-faults:",
                        "software:faults:",
                        "hardware:cache-misses:",
                        "hardware:cache-references:",
                        "hardware:cpu-cycles:",
                        "hardware:cycles:");
    }

    @Test
    void functionsOfTheKernel() {
        Target target = KernelProbesTest.TARGET;

        assertThat(names(target, "kprobe:vfs_*,kr:nf_*:*"))
                .containsExactly(
                        "kprobe:vfs_read",
                        "kprobe:vfs_readv",
                        "kprobe:vfs_write",
                        "kretprobe:nf_nat:nf_nat_in");
        assertThat(names(target, "fentry:*")).doesNotContain("fentry:vmlinux:only_typed");
        assertThat(names(target, "vfs_read"))
                .containsExactly("fentry:vmlinux:vfs_read", "kprobe:vfs_read");
        assertThat(names(target, "iter:*,fexit:nf_nat:*")).containsExactly("iter:task");
    }

    @Test
    void argumentsAsCDeclaresThem() {
        Target target = KernelProbesTest.TARGET;

        assertThat(arguments(target, "fexit:vfs_read"))
                .containsExactly(
                        "struct pair both",
                        "char * buf",
                        "long unsigned int count",
                        "long int retval");
        assertThat(arguments(target, "fentry:vfs_read")).hasSize(3);
        assertThat(arguments(target, "iter:task")).containsExactly("struct task_struct * task");
        assertThat(arguments(TARGET, "tracepoint:syscalls:sys_enter_openat"))
                .contains("int dfd", "const char * filename")
                .doesNotContain("int common_pid");
        assertThat(arguments(TARGET, "tracepoint:sched:sched_switch"))
                .contains("char prev_comm[16]");
        assertThat(arguments(TARGET, "rt:sched_switch"))
                .contains("bool preempt", "struct task_struct * prev");
    }

    @Test
    void oneBrokenFileAmongSeveralIsPassedOver(@TempDir Path folder) throws Exception {
        byte[] library = ElfFixtures.bytes(ElfFixtures.LIBRARY);
        Files.write(folder.resolve("b"), library);
        Files.write(folder.resolve("a"), Arrays.copyOf(library, library.length / 2));
        Files.writeString(folder.resolve("c"), "#!/bin/sh\n");

        assertThat(names("uprobe:" + folder + "/*:visible,usdt:" + folder + "/*:bare"))
                .containsExactly(
                        "uprobe:" + folder + "/b:visible", "usdt:" + folder + "/b:sample:bare");
        assertThatThrownBy(() -> names("uprobe:" + folder + "/a:visible"))
                .isInstanceOf(MalformedObjectException.class);
    }

    @Test
    void functionsAndProbesOfFiles(@TempDir Path folder) throws Exception {
        Path library = folder.resolve("libsample.so");
        Files.write(library, ElfFixtures.bytes(ElfFixtures.LIBRARY));

        assertThat(names("uprobe:" + library + ":vis*"))
                .containsExactly(
                        "uprobe:" + library + ":visible", "uprobe:" + library + ":visible_alias");
        assertThat(names("usdt:" + library + ":*"))
                .containsExactly(
                        "usdt:" + library + ":sample:bare",
                        "usdt:" + library + ":sample:counted",
                        "usdt:" + library + ":sample:entry");
        assertThat(names("U:" + library + ":sample:e*,uprobe:/no/such/file:x")).hasSize(1);
    }
}
