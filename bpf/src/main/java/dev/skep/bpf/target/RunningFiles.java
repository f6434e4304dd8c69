package dev.skep.bpf.target;

import dev.skep.bpf.BpfException;
import dev.skep.bpf.KernelException;
import dev.skep.bpf.PermissionException;
import dev.skep.sys.Errno;
import dev.skep.sys.Kernel;
import dev.skep.sys.Mapping;

import org.jspecify.annotations.Nullable;

import java.io.File;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The files of the kernel that this JVM runs on. */
final class RunningFiles implements KernelFiles {
    static final RunningFiles INSTANCE = new RunningFiles();

    private static final String TRACING = "/sys/kernel/tracing";

    /** Where tracefs is; stays mounted for the life of the process. */
    private @Nullable String tracing;

    private RunningFiles() {}

    @Override
    public byte @Nullable [] read(String path) {
        return FileReading.bytes(locate(path), path);
    }

    @Override
    public @Nullable MemorySegment map(String path) {
        String file = locate(path);
        long length = new File(file).length();
        if (length > 0) {
            // 50 us for vmlinux BTF since Linux 6.16. Older kernels must be read, a page at a time.
            MemorySegment mapped =
                    Mapping.file(Kernel.running(), file, length, Arena.ofAuto(), new int[1]);
            if (!mapped.equals(MemorySegment.NULL)) {
                return mapped;
            }
        }
        return FileReading.memory(file, path);
    }

    @Override
    public List<String> list(String folder) {
        return FileReading.list(locate(folder));
    }

    @Override
    public String locate(String path) {
        return path.startsWith(TRACING + "/") ? tracing() + path.substring(TRACING.length()) : path;
    }

    @Override
    public PidNamespace pidNamespace() {
        Path file = Path.of("/proc/self/ns/pid");
        try {
            long device = ((Number) Files.getAttribute(file, "unix:dev")).longValue();
            long inode = ((Number) Files.getAttribute(file, "unix:ino")).longValue();
            return PidNamespace.ofStatus(device, inode);
        } catch (IOException e) {
            throw new BpfException(
                    "cannot tell the pid namespace from " + file + ": " + e.getMessage(), e);
        }
    }

    private synchronized String tracing() {
        if (tracing == null) {
            tracing = findTracing();
        }
        return tracing;
    }

    private static String findTracing() {
        for (String folder : new String[] {TRACING, "/sys/kernel/debug/tracing"}) {
            // Without the right to look inside, its mode tells that tracefs is mounted: a bare
            // mount point has 755.
            File root = new File(folder);
            if (new File(root, "events").exists() || (root.isDirectory() && !root.canExecute())) {
                return folder;
            }
        }
        int descriptor = Kernel.running().mountDetached("tracefs");
        if (descriptor < 0) {
            String attempted = "mounting tracefs, which is not at " + TRACING + ",";
            throw descriptor == -Errno.EPERM
                    ? new PermissionException(
                            attempted,
                            descriptor,
                            "Tracepoints need root (CAP_SYS_ADMIN): run this with sudo; into a"
                                    + " container mount the host's "
                                    + TRACING)
                    : new KernelException(attempted, descriptor);
        }
        return "/proc/self/fd/" + descriptor;
    }
}
