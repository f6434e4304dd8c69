package dev.skep.bpf.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.bpf.spec.ProgramType;
import dev.skep.bpf.target.KernelFiles;
import dev.skep.bpf.target.Target;
import dev.skep.sys.testkit.kernel.KernelFeature;
import dev.skep.sys.testkit.kernel.NeedsKernel;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** Trap T24: the second rung of the ladder, for kernels without a PMU for kprobes. */
@NeedsKernel(feature = KernelFeature.KPROBE)
@Timeout(60)
class TracefsProbesKernelTest {

    private static final Path KPROBES = Path.of("/sys/kernel/tracing/kprobe_events");

    @TempDir Path root = Path.of("");
    private Target withoutPmu = Target.running();

    /** The running kernel, but for the files that tell of its PMUs. */
    @BeforeEach
    void hidePmus() throws IOException {
        Files.createDirectory(root.resolve("sys"));
        for (String shown : List.of("proc", "boot", "sys/kernel", "sys/devices")) {
            Files.createSymbolicLink(root.resolve(shown), Path.of("/" + shown));
        }
        withoutPmu = Target.of(KernelFiles.under(root));
    }

    private static String event(Link link) {
        return link.tracefsEvent().orElseThrow();
    }

    private static String kprobes() {
        try {
            return Files.readString(KPROBES);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void t24TracefsTakesOverAndNothingStays() throws Exception {
        String prefix = "kprobes/skep_" + ProcessHandle.current().pid() + "_";
        Firing.of(
                        ProgramType.KPROBE,
                        program -> Attach.kprobe(program, withoutPmu, "vfs_read", 0, false),
                        Firing::readFile)
                .whileAttached(link -> {
                    assertThat(event(link)).startsWith(prefix).endsWith("_vfs_read_0x0");
                    assertThat(kprobes()).contains("p:" + event(link) + " vfs_read");
                })
                .check(Firing.perfEvent());
        assertThat(kprobes()).doesNotContain(prefix);
    }

    @Test
    void returnsToo() throws Exception {
        Firing.of(
                        ProgramType.KPROBE,
                        program -> Attach.kprobe(program, withoutPmu, "vfs_read", 0, true),
                        Firing::readFile)
                .whileAttached(link -> assertThat(event(link)).startsWith("kretprobes/skep_"))
                .check(Firing.perfEvent());
    }

    /** A process that was killed left a probe behind: what it stands for is gone, its name not. */
    @Test
    void whatAKilledProcessLeftIsRemoved() throws Exception {
        Process child = new ProcessBuilder("true").start();
        assertThat(child.waitFor()).isZero();
        String left = "kprobes/skep_" + child.pid() + "_0_vfs_read_0x0";
        String ours = "kprobes/skep_" + ProcessHandle.current().pid() + "_77_vfs_read_0x0";
        String foreign = "kprobes/other_" + child.pid() + "_0_vfs_read_0x0";
        for (String event : List.of(left, ours, foreign)) {
            Files.writeString(KPROBES, "p:" + event + " vfs_read\n", StandardOpenOption.APPEND);
        }
        try {
            assertThat(AbandonedProbes.remove(Target.running())).contains(left);
            assertThat(kprobes()).doesNotContain(left).contains(ours).contains(foreign);
        } finally {
            TracefsProbe.remove(KPROBES, ours);
            TracefsProbe.remove(KPROBES, foreign);
        }
    }
}
