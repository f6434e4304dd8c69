package dev.skep.bpf.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skep.bpf.BpfException;
import dev.skep.bpf.MalformedObjectException;
import dev.skep.bpf.btf.BtfKind;
import dev.skep.bpf.testkit.StoredTargets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

class TargetTest {
    @TempDir Path folder;

    private static Target with(Map<String, String> texts) {
        Map<String, byte[]> files = new HashMap<>();
        texts.forEach((path, text) -> files.put(path, text.getBytes(StandardCharsets.UTF_8)));
        return Target.of(KernelFiles.of("made by hand", files));
    }

    private static KernelVersion version(String release, String banner) {
        return with(Map.of("/proc/sys/kernel/osrelease", release, "/proc/version", banner))
                .version();
    }

    @Test
    void tellsOfAStoredKernel() {
        Target target = StoredTargets.linux618();
        assertThat(target.arch()).isEqualTo(Arch.X86_64);
        assertThat(target.release()).startsWith("6.18.");
        assertThat(target.version().isAtLeast(6, 18)).isTrue();
        assertThat(target.possibleCpus()).isEqualTo(Cpus.parse("0-1"));
        assertThat(target.onlineCpus()).isEqualTo(Cpus.parse("0-1"));
        assertThat(target.pageSize()).isEqualTo(4096);
        assertThat(target.pidNamespace().isInitial()).isTrue();
        assertThat(target.btf().orElseThrow().find("task_struct", BtfKind.STRUCT)).isPositive();
        assertThat(target.btf().orElseThrow()).isSameAs(target.btf().orElseThrow());
    }

    /** T18: the release of Debian's and Ubuntu's kernels does not follow their sources. */
    @Test
    void tellsTheTrueVersionOfDebiansAndUbuntusKernels() {
        assertThat(StoredTargets.linux510().version()).isEqualTo(new KernelVersion(5, 10, 209));
        assertThat(StoredTargets.linux510().release()).isEqualTo("5.10.0-28-amd64");
        assertThat(
                        version(
                                "6.1.0-13-amd64\n",
                                "Linux version 6.1.0-13-amd64 (debian-kernel@lists.debian.org) (gcc-12 (Debian 12.2.0-14)"
                                        + " 12.2.0) #1 SMP PREEMPT_DYNAMIC Debian 6.1.55-1 (2023-09-29)\n"))
                .isEqualTo(new KernelVersion(6, 1, 55));
        // Built by hand with Debian's compiler: what stands before # says nothing.
        assertThat(
                        version(
                                "6.12.3\n",
                                "Linux version 6.12.3 (me@here) (gcc-12 (Debian 12.2.0-14) 12.2.0) #3 SMP Debian GNU\n"))
                .isEqualTo(new KernelVersion(6, 12, 3));
        Target ubuntu =
                with(
                        Map.of(
                                "/proc/sys/kernel/osrelease",
                                "5.15.0-91-generic\n",
                                "/proc/version_signature",
                                "Ubuntu 5.15.0-91.101-generic 5.15.131\n"));
        assertThat(ubuntu.version()).isEqualTo(new KernelVersion(5, 15, 131));
    }

    @Test
    void isTheRunningMachineWhereAKernelDoesNotName() {
        assertThat(with(Map.of("/proc/sys/kernel/arch", "x86_64\n")).arch()).isEqualTo(Arch.X86_64);
        assertThatThrownBy(() -> with(Map.of("/proc/sys/kernel/arch", "riscv64\n")).arch())
                .isInstanceOf(BpfException.class)
                .hasMessageContaining("riscv64");
    }

    @Test
    void namesTheFileThatIsWrongOrMissing() {
        Target target = with(Map.of("/sys/devices/system/cpu/possible", "none"));
        assertThatThrownBy(target::possibleCpus)
                .isInstanceOf(MalformedObjectException.class)
                .hasMessage(
                        "sys/devices/system/cpu/possible in made by hand: \"none\" is not a list of CPUs such as 0-3,8");
        assertThatThrownBy(target::version)
                .isInstanceOf(MalformedObjectException.class)
                .hasMessage("this target lacks proc/sys/kernel/osrelease in made by hand");
        assertThat(target.btf()).isEmpty();
        assertThatThrownBy(() -> with(Map.of("/sys/kernel/btf/vmlinux", "no BTF")).btf())
                .isInstanceOf(MalformedObjectException.class)
                .hasMessageContaining("sys/kernel/btf/vmlinux in made by hand is not BTF");
    }

    @Test
    void isReadFromAZipFile() {
        Path zip = folder.resolve("target.zip");
        new TargetWriter(StoredTargets.linux618())
                .tracepoints("sched", "sched_switch")
                .type(BtfKind.STRUCT, "list_head", 0)
                .write(zip);
        assertThat(Target.read(zip).release()).isEqualTo(StoredTargets.linux618().release());
    }

    @Test
    void isReadFromAFolder() throws IOException {
        for (Map.Entry<String, byte[]> file : StoredTargets.files().entrySet()) {
            Path path = folder.resolve(file.getKey().substring(1));
            Files.createDirectories(path.getParent());
            Files.write(path, file.getValue());
        }
        Target target = Target.read(folder);
        assertThat(target.version()).isEqualTo(StoredTargets.linux618().version());
        assertThat(target.tracepoints().match("*", "*"))
                .isEqualTo(StoredTargets.linux618().tracepoints().match("*", "*"));
        assertThat(target.tracepoints().format("sched", "sched_switch"))
                .isEqualTo(StoredTargets.linux618().tracepoints().format("sched", "sched_switch"));
        assertThat(target.tracepoints().format("sched", "nosuch")).isEmpty();
        assertThat(target.btf().orElseThrow().idCount())
                .isEqualTo(StoredTargets.linux618().btf().orElseThrow().idCount());
    }

    @Test
    void aFolderWithoutFilesLacksThem() {
        Target target = Target.read(folder);
        assertThat(target.btf()).isEmpty();
        assertThatThrownBy(target::release)
                .isInstanceOf(MalformedObjectException.class)
                .hasMessage("this target lacks " + folder + "/proc/sys/kernel/osrelease");
    }

    @Test
    void badZipFilesAreRefused() throws IOException {
        byte[] good =
                new TargetWriter(StoredTargets.linux618()).tracepoints("sched", "*").toBytes();
        assertThatThrownBy(() -> Target.read("t.zip", new byte[0]))
                .isInstanceOf(MalformedObjectException.class)
                .hasMessageStartingWith("t.zip is not a zip file");
        assertThatThrownBy(() -> Target.read("t.zip", new byte[100]))
                .isInstanceOf(MalformedObjectException.class);
        assertThatThrownBy(() -> Target.read("t.zip", Arrays.copyOf(good, 200)))
                .isInstanceOf(MalformedObjectException.class);
        byte[] broken = good.clone();
        Arrays.fill(broken, 40, 120, (byte) 0xA5);
        assertThatThrownBy(() -> Target.read("t.zip", broken))
                .isInstanceOf(MalformedObjectException.class)
                .hasMessageStartingWith("t.zip is not a readable zip file");
        assertThatThrownBy(() -> Target.read(folder.resolve("nosuch.zip")))
                .isInstanceOf(BpfException.class)
                .hasMessageContaining("nosuch.zip");
    }

    @Test
    void canBeSeenFromAnotherPidNamespace() {
        PidNamespace container = PidNamespace.ofStatus(0x4, 4026532213L);
        Target target = StoredTargets.linux618().in(container);
        assertThat(target.pidNamespace()).isEqualTo(new PidNamespace(4, 4026532213L));
        assertThat(target.pidNamespace().isInitial()).isFalse();
        // st_dev splits the minor number around the major one; the kernel's own numbers do not.
        assertThat(PidNamespace.ofStatus(0x345_56A_78L, 1).device()).isEqualTo(0x56A_34578L);
    }
}
