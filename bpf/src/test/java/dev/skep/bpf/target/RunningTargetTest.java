package dev.skep.bpf.target;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.bpf.btf.BtfKind;
import dev.skep.sys.testkit.kernel.NeedsKernel;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The kernel that the test runs on; tracefs need not be mounted. */
@NeedsKernel
@Timeout(60)
class RunningTargetTest {
    private final Target target = Target.running();

    @Test
    void tellsItsVersionAndCpus() throws IOException {
        assertThat(target.release())
                .isEqualTo(Files.readString(Path.of("/proc/sys/kernel/osrelease")).strip());
        assertThat(target.release())
                .startsWith(target.version().major() + "." + target.version().minor());
        assertThat(target.possibleCpus().count())
                .isGreaterThanOrEqualTo(target.onlineCpus().count());
        assertThat(target.onlineCpus().count())
                .isGreaterThanOrEqualTo(Runtime.getRuntime().availableProcessors());
    }

    @Test
    void hasTracepointsWhetherTracefsIsMountedOrNot() throws IOException {
        String mounts = Files.readString(Path.of("/proc/self/mounts"));
        assertThat(target.tracepoints().match("*", "*")).hasSizeGreaterThan(500);
        assertThat(
                        target.tracepoints()
                                .format("syscalls", "sys_enter_openat")
                                .orElseThrow()
                                .field("filename"))
                .isNotNull();
        assertThat(target.tracepoints().format("syscalls", "sys_enter_opnat")).isEmpty();
        assertThat(Files.readString(Path.of("/proc/self/mounts"))).isEqualTo(mounts);
    }

    @Test
    void everyFormatIsUnderstood() {
        for (Tracepoint name : target.tracepoints().match("*", "*")) {
            assertThat(
                            target.tracepoints()
                                    .format(name.category(), name.event())
                                    .orElseThrow()
                                    .fields())
                    .as(name.toString())
                    .hasSizeGreaterThanOrEqualTo(4);
        }
    }

    @Test
    void hasTypes() {
        assertThat(target.btf().orElseThrow().find("task_struct", BtfKind.STRUCT)).isPositive();
    }

    @Test
    void knowsItsPidNamespace() throws IOException {
        String link = Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString();
        assertThat(link).isEqualTo("pid:[" + target.pidNamespace().inode() + "]");
        assertThat(target.pidNamespace().isInitial()).isEqualTo(link.equals("pid:[4026531836]"));
    }
}
