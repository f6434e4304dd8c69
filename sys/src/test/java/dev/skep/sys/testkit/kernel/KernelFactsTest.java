package dev.skep.sys.testkit.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

class KernelFactsTest {

    private static final String CONFIG =
            """
            #
            # Automatically generated file; DO NOT EDIT.
            #
            CONFIG_KPROBES=y
            CONFIG_VETH=m
            # CONFIG_FPROBE is not set
            CONFIG_LSM="lockdown,yama"
            CONFIG_HZ=250
            """;

    @TempDir private Path root;

    private void kernel(String release, String banner) throws IOException {
        Files.createDirectories(root.resolve("proc/sys/kernel"));
        Files.createDirectories(root.resolve("boot"));
        Files.writeString(root.resolve("proc/sys/kernel/osrelease"), release + "\n");
        Files.writeString(root.resolve("proc/version"), banner + "\n");
    }

    @Test
    void debiansBannerKnowsTheTrueVersion() throws IOException {
        kernel(
                "6.1.0-56-cloud-amd64",
                "Linux version 6.1.0-56-cloud-amd64 (debian-kernel@lists.debian.org)"
                        + " (gcc-12 (Debian 12.2.0-14) 12.2.0, GNU ld (GNU Binutils for Debian) 2.40)"
                        + " #1 SMP PREEMPT_DYNAMIC Debian 6.1.192-2 (2026-11-01)");
        KernelFacts facts = KernelFacts.read(root);
        assertThat(facts.version()).isEqualTo(new LinuxVersion(6, 1, 192));
        assertThat(facts.has("CONFIG_KPROBES")).isEqualTo(Answer.UNKNOWN);
    }

    @Test
    void theConfigurationIsInTheBootFolderOrInTheKernel() throws IOException {
        kernel("6.18.44", "Linux version 6.18.44 (a@b) #1 SMP PREEMPT_DYNAMIC");
        Files.writeString(root.resolve("boot/config-6.18.44"), CONFIG);
        KernelFacts facts = KernelFacts.read(root);
        assertThat(facts.version()).isEqualTo(new LinuxVersion(6, 18, 44));
        assertThat(facts.has("CONFIG_KPROBES")).isEqualTo(Answer.YES);
        assertThat(facts.has("CONFIG_VETH")).isEqualTo(Answer.YES);
        assertThat(facts.has("CONFIG_FPROBE")).isEqualTo(Answer.NO);
        assertThat(facts.has("CONFIG_LSM")).isEqualTo(Answer.NO);

        try (OutputStream out =
                new GZIPOutputStream(Files.newOutputStream(root.resolve("proc/config.gz")))) {
            out.write("CONFIG_FPROBE=y\n".getBytes(UTF_8));
        }
        assertThat(KernelFacts.read(root).has("CONFIG_FPROBE")).isEqualTo(Answer.YES);
        assertThat(KernelFacts.read(root).has("CONFIG_KPROBES")).isEqualTo(Answer.NO);
    }

    @Test
    void versionsAreNumbers() {
        assertThat(LinuxVersion.of("5.8")).isLessThan(LinuxVersion.of("5.10.0-46-cloud-amd64"));
        assertThat(LinuxVersion.of("7.2-rc1")).isEqualTo(new LinuxVersion(7, 2, 0));
        assertThat(LinuxVersion.of("6.12.117+deb12")).hasToString("6.12.117");
        assertThatThrownBy(() -> LinuxVersion.of("5")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> LinuxVersion.of("v5.8"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
