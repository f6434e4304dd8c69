package dev.skep.bpf.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.bpf.target.KernelFiles;
import dev.skep.bpf.target.Target;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

class AbandonedProbesTest {

    /** More than any kernel gives out (PID_MAX_LIMIT is 4194304). */
    private static final long NOBODY = 99_999_999;

    @TempDir Path root = Path.of("");

    @Test
    void onlyThoseOfOursWhoseProcessIsGone() throws IOException {
        long self = ProcessHandle.current().pid();
        Path tracing = Files.createDirectories(root.resolve("sys/kernel/tracing"));
        Path kprobes = tracing.resolve("kprobe_events");
        String before =
                """
                p:kprobes/skep_%1$d_0_vfs_read_0x0 vfs_read+0
                r16:kretprobes/skep_%1$d_1_vfs_read_0x0 vfs_read
                p:kprobes/skep_%2$d_0_vfs_read_0x0 vfs_read+0
                p:kprobes/skep_me vfs_read+0
                p:kprobes/skep__0_x vfs_read+0
                p:kprobes/p_%1$d_0_vfs_read_0x0 vfs_read+0
                p:mine/vfs_read vfs_read+0 arg=%%di:u64
                """
                        .formatted(NOBODY, self);
        Files.writeString(kprobes, before);
        Path uprobes = tracing.resolve("uprobe_events");
        Files.writeString(
                uprobes, "p:uprobes/skep_" + NOBODY + "_7_bash_0x4d2 /bin/bash:0x00000000000004d2");

        assertThat(AbandonedProbes.remove(Target.of(KernelFiles.under(root))))
                .containsExactly(
                        "kprobes/skep_" + NOBODY + "_0_vfs_read_0x0",
                        "kretprobes/skep_" + NOBODY + "_1_vfs_read_0x0",
                        "uprobes/skep_" + NOBODY + "_7_bash_0x4d2");
        assertThat(Files.readString(kprobes))
                .isEqualTo(
                        before
                                + "-:kprobes/skep_%1$d_0_vfs_read_0x0\n-:kretprobes/skep_%1$d_1_vfs_read_0x0\n"
                                        .formatted(NOBODY));
        assertThat(Files.readString(uprobes))
                .endsWith("-:uprobes/skep_" + NOBODY + "_7_bash_0x4d2\n");
    }

    @Test
    void aKernelWithoutProbesHasNone() {
        assertThat(AbandonedProbes.remove(Target.of(KernelFiles.under(root)))).isEmpty();
    }
}
