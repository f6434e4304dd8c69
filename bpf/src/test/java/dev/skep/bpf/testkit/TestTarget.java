package dev.skep.bpf.testkit;

import dev.skep.bpf.target.KernelFiles;
import dev.skep.bpf.target.Target;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Descriptions of kernels that are as small as can be. */
public final class TestTarget {

    private TestTarget() {}

    /** {@return a kernel of that release with two CPUs, no BTF and no tracepoints} */
    public static Target of(String release) {
        return Target.of(
                KernelFiles.of(
                        "test",
                        Map.of(
                                "/proc/sys/kernel/osrelease", bytes(release),
                                "/proc/sys/kernel/arch", bytes("x86_64"),
                                "/sys/devices/system/cpu/possible", bytes("0-1"),
                                "/sys/devices/system/cpu/online", bytes("0-1"))));
    }

    private static byte[] bytes(String line) {
        return (line + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
