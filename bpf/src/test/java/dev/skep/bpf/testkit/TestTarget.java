package dev.skep.bpf.testkit;

import dev.skep.bpf.target.KernelFiles;
import dev.skep.bpf.target.Target;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** Descriptions of kernels that are as small as can be. */
public final class TestTarget {

    private TestTarget() {}

    /** {@return a kernel of that release with two CPUs, no BTF and no tracepoints} */
    public static Target of(String release) {
        return Target.of(KernelFiles.of("test", files(release)));
    }

    /** {@return such a kernel that was built with that configuration and no option more} */
    public static Target of(String release, String config) {
        Map<String, byte[]> files = files(release);
        files.put("/boot/config-" + release, bytes(config));
        return Target.of(KernelFiles.of("test", files));
    }

    private static Map<String, byte[]> files(String release) {
        Map<String, byte[]> files = new HashMap<>();
        files.put("/proc/sys/kernel/osrelease", bytes(release));
        files.put("/proc/sys/kernel/arch", bytes("x86_64"));
        files.put("/sys/devices/system/cpu/possible", bytes("0-1"));
        files.put("/sys/devices/system/cpu/online", bytes("0-1"));
        return files;
    }

    private static byte[] bytes(String line) {
        return (line + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
