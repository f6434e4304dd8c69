package dev.skep.bpf.testkit;

import dev.skep.bpf.target.KernelFiles;
import dev.skep.bpf.target.Target;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** Kernels to compile for in tests that need neither Linux nor a privilege. */
public final class StoredTargets {
    private static final String FILE = "target-6.18.zip";

    private StoredTargets() {}

    /**
     * {@return Linux 6.18 on x86-64 with two CPUs} It has the categories sched, task, block,
     * raw_syscalls and some of syscalls; types that begin at task_struct, file, path, dentry, bio,
     * request, sock, sk_buff, and what the tracepoints hand out.
     */
    public static Target linux618() {
        return Target.of(KernelFiles.of(FILE, files()));
    }

    /**
     * {@return the same with a version of 5.10: what depends on the version alone can be tested by
     * it}
     */
    public static Target linux510() {
        return linux("5.10.0-28-amd64", "#1 SMP Debian 5.10.209-2 (2024-01-31)");
    }

    /**
     * {@return the same with another release and build, as {@code uname -r} and {@code uname -v}
     * print them}
     */
    public static Target linux(String release, String build) {
        Map<String, byte[]> files = files();
        files.put("/proc/sys/kernel/osrelease", ascii(release + "\n"));
        files.put(
                "/proc/version",
                ascii("Linux version " + release + " (someone@somewhere) " + build + "\n"));
        return Target.of(KernelFiles.of(FILE + " as " + release, files));
    }

    /** {@return the files of {@link #linux618}, to be changed at will} */
    public static Map<String, byte[]> files() {
        Map<String, byte[]> files = new HashMap<>();
        try (InputStream resource = StoredTargets.class.getResourceAsStream(FILE)) {
            if (resource == null) {
                throw new IllegalStateException(FILE + " is missing");
            }
            ZipInputStream zip = new ZipInputStream(resource);
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                files.put("/" + entry.getName(), zip.readAllBytes());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
