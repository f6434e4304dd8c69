package dev.skep.trace.lower;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.bpf.target.Target;
import dev.skep.sys.testkit.kernel.KernelFeature;
import dev.skep.sys.testkit.kernel.NeedsKernel;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** Probes at addresses: instructions of the kernel, memory of processes. */
@NeedsKernel
class AddressProbesKernelTest {

    @Test
    @Timeout(60)
    @NeedsKernel(feature = KernelFeature.KPROBE)
    void anInstructionOfTheKernel() {
        long address = Target.running().functions().address("vfs_read");
        assertThat(address).isNotZero();

        SessionRun run =
                SessionRun.unsafe(
                        List.of("/bin/cat", "/proc/version"),
                        "kprobe:0x"
                                + Long.toHexString(address)
                                + " { printf(\"%s\\n\", ksym(reg(\"ip\"))); exit(); }");

        assertThat(run.lines()).first().isEqualTo("vfs_read");
    }

    @Test
    @Timeout(60)
    void memoryThatIsWritten() throws InterruptedException {
        AtomicBoolean over = new AtomicBoolean();
        try (Arena arena = Arena.ofShared()) {
            MemorySegment watched = arena.allocate(ValueLayout.JAVA_LONG);
            Thread writer =
                    Thread.ofPlatform()
                            .start(() -> {
                                for (long i = 1; !over.get(); i++) {
                                    watched.set(ValueLayout.JAVA_LONG, 0, i);
                                    Thread.onSpinWait();
                                }
                            });
            SessionRun run;
            try {
                run =
                        SessionRun.unsafe(
                                List.of(),
                                "watchpoint:"
                                        + watched.address()
                                        + ":8:w { printf(\"%s\\n\", probe); exit(); }"
                                        + " interval:s:30 { exit(); }");
            } finally {
                over.set(true);
                writer.join();
            }

            assertThat(run.lines()).first().isEqualTo("watchpoint:" + watched.address() + ":8:w");
        }
    }
}
