package dev.skep.bpf.info;

import dev.skep.bpf.KernelException;
import dev.skep.bpf.PermissionException;
import dev.skep.bpf.UnsupportedByKernelException;
import dev.skep.bpf.handle.Descriptor;
import dev.skep.sys.Errno;
import dev.skep.sys.Kernel;

/**
 * While it is open, the kernel counts the runs of all programs and their time, which makes each run
 * some 20 nanoseconds longer. Since Linux 5.8.
 *
 * {@snippet :
 * try (var counting = RunStatistics.enable()) {
 *     Runs before = program.info().runs();
 *     Thread.sleep(1000);
 *     long nanoseconds = program.info().runs().since(before).nanoseconds();
 * }
 * }
 */
public final class RunStatistics implements AutoCloseable {

    private final Descriptor descriptor;

    private RunStatistics(Descriptor descriptor) {
        this.descriptor = descriptor;
    }

    /**
     * Starts counting on the running kernel.
     *
     * @throws UnsupportedByKernelException before Linux 5.8
     * @throws PermissionException without CAP_SYS_ADMIN
     * @throws KernelException if the kernel refuses otherwise
     */
    public static RunStatistics enable() {
        return enable(Kernel.running());
    }

    /** Starts counting on {@code kernel}; otherwise as {@link #enable()}. */
    @SuppressWarnings("exports") // for Skep's own modules, which alone see the kernel seam
    public static RunStatistics enable(Kernel kernel) {
        String attempted = "counting the runs of programs";
        int opened = kernel.enableRunStatistics();
        if (opened == -Errno.EINVAL) {
            throw new UnsupportedByKernelException(
                    attempted,
                    "run statistics by descriptor",
                    "5.8",
                    "Set the sysctl kernel.bpf_stats_enabled instead");
        }
        if (opened == -Errno.EPERM) {
            throw new PermissionException(
                    attempted, opened, "It needs CAP_SYS_ADMIN: run it with sudo");
        }
        if (opened < 0) {
            throw new KernelException(attempted, opened);
        }
        return new RunStatistics(new Descriptor(kernel, opened, "run statistics"));
    }

    /** Stops counting, unless somebody else asked for it too. */
    @Override
    public void close() {
        descriptor.close();
    }
}
