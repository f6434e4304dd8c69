package dev.skep.bpf.target;

/**
 * Why a call was refused with EPERM, which the kernel does for five different reasons and says none
 * of them.
 */
public final class Privileges {

    private static final int CAP_SYS_ADMIN = 21;
    private static final int CAP_PERFMON = 38;
    private static final int CAP_BPF = 39;
    private static final KernelVersion CAP_BPF_SINCE = new KernelVersion(5, 8, 0);

    private Privileges() {}

    /**
     * {@return what is missing, as advice to the user}
     *
     * @param lockedMemoryCharged whether BPF memory counts against the limit of locked memory
     */
    public static String advice(Target target, boolean lockedMemoryCharged) {
        long effective = effectiveCapabilities(target);
        boolean admin = has(effective, CAP_SYS_ADMIN);
        boolean fine = target.version().compareTo(CAP_BPF_SINCE) >= 0;
        if (!admin && !(fine && has(effective, CAP_BPF) && has(effective, CAP_PERFMON))) {
            return fine
                    ? "This needs root, or the capabilities CAP_BPF and CAP_PERFMON: run it with sudo"
                    : "This needs root (CAP_SYS_ADMIN): run it with sudo";
        }
        if (lockedMemoryCharged) {
            return "Before Linux 5.11 maps and programs count as locked memory, and its limit could not be raised"
                    + " (CAP_SYS_RESOURCE is missing): set `ulimit -l unlimited`";
        }
        String lockdown = lockdown(target);
        if (!lockdown.isEmpty()) {
            return "The capabilities are there, but the kernel is locked down ("
                    + lockdown
                    + "), which forbids this";
        }
        return "The capabilities are there; a container's seccomp profile or a security module may forbid bpf(2)";
    }

    private static boolean has(long capabilities, int capability) {
        return (capabilities >>> capability & 1) != 0;
    }

    private static long effectiveCapabilities(Target target) {
        String status = text(target, "/proc/self/status");
        int at = status.indexOf("CapEff:");
        if (at < 0) {
            return 0;
        }
        int end = status.indexOf('\n', at);
        return Long.parseUnsignedLong(status.substring(at + "CapEff:".length(), end).strip(), 16);
    }

    /** The file reads {@code none [integrity] confidentiality}. */
    private static String lockdown(Target target) {
        String modes = text(target, "/sys/kernel/security/lockdown");
        int open = modes.indexOf('[');
        int close = modes.indexOf(']');
        String mode = open >= 0 && close > open ? modes.substring(open + 1, close) : "none";
        return mode.equals("none") ? "" : mode;
    }

    private static String text(Target target, String path) {
        byte[] bytes = target.files().read(path);
        return bytes == null ? "" : KernelFiles.text(bytes);
    }
}
