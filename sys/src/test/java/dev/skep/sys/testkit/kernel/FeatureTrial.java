package dev.skep.sys.testkit.kernel;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.skep.sys.Errno;
import dev.skep.sys.Kernel;
import dev.skep.sys.PerfEvent;
import dev.skep.sys.ProgramLoad;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Tries features out on the running kernel, each by using it once. */
final class FeatureTrial {

    private static final int TRACING = 26;
    private static final int LSM = 29;
    private static final int TRACE_FENTRY = 24;
    private static final int LSM_MAC = 27;

    /** In every kernel, never inlined, and called all the time. */
    private static final String KERNEL_FUNCTION = "vfs_read";

    private final Kernel kernel;
    private final Path root;

    /**
     * @param root where proc and sys are: {@code /}
     */
    FeatureTrial(Kernel kernel, Path root) {
        this.kernel = kernel;
        this.root = root;
    }

    Answer attempt(KernelFeature feature) {
        try {
            return switch (feature) {
                case KPROBE -> kprobe();
                case FENTRY -> trampoline(TRACING, TRACE_FENTRY, KERNEL_FUNCTION);
                case LSM -> securityHook();
                case MODULE_BTF -> moduleBtf();
            };
        } catch (IOException e) {
            return Answer.UNKNOWN;
        }
    }

    private Answer kprobe() throws IOException {
        Path type = root.resolve("sys/bus/event_source/devices/kprobe/type");
        if (!Files.exists(type)) {
            return Answer.NO;
        }
        int unit = Integer.parseInt(Files.readString(type).strip());
        try (Arena arena = Arena.ofConfined()) {
            long name = arena.allocateFrom(KERNEL_FUNCTION).address();
            PerfEvent event = PerfEvent.probe(unit, 0, name, 0);
            return answer(kernel.perfEventOpen(event, -1, 0));
        }
    }

    private Answer securityHook() throws IOException {
        Path modules = root.resolve("sys/kernel/security/lsm");
        // Without it among them, programs load and attach and are never called.
        if (Files.isReadable(modules)
                && !Stream.of(Files.readString(modules).strip().split(","))
                        .anyMatch("bpf"::equals)) {
            return Answer.NO;
        }
        return trampoline(LSM, LSM_MAC, "bpf_lsm_file_open");
    }

    private Answer trampoline(int type, int attachType, String function) throws IOException {
        int id = KernelFunctions.typeId(root.resolve("sys/kernel/btf/vmlinux"), function);
        if (id == 0) {
            return Answer.UNKNOWN;
        }
        // Before 5.11 the smallest program counts against the limit, which may be used up.
        kernel.raiseLockedMemoryLimit();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment returnsZero = arena.allocate(16, 8);
            returnsZero.set(JAVA_LONG, 0, 0xb7);
            returnsZero.set(JAVA_LONG, 8, 0x95);
            int program =
                    kernel.programLoad(
                            new ProgramLoad(
                                    type,
                                    attachType,
                                    "trial",
                                    "GPL",
                                    returnsZero,
                                    0,
                                    0,
                                    0,
                                    null,
                                    null,
                                    id,
                                    0,
                                    null));
            if (program < 0) {
                return answer(program);
            }
            Answer attached = answer(kernel.rawTracepointOpen(null, program));
            kernel.close(program);
            return attached;
        }
    }

    private Answer moduleBtf() throws IOException {
        Path folder = root.resolve("sys/kernel/btf");
        if (!Files.isDirectory(folder)) {
            return Answer.NO;
        }
        try (Stream<Path> files = Files.list(folder)) {
            // None may just mean that no module is loaded.
            return files.count() > 1 ? Answer.YES : Answer.UNKNOWN;
        }
    }

    private Answer answer(int descriptor) {
        if (descriptor >= 0) {
            kernel.close(descriptor);
            return Answer.YES;
        }
        return switch (-descriptor) {
            case Errno.EPERM,
                    Errno.EACCES,
                    Errno.EINVAL,
                    Errno.ENODEV,
                    Errno.ENOSYS,
                    Errno.EOPNOTSUPP,
                    Errno.ENOTSUPP ->
                    Answer.NO;
            default -> Answer.UNKNOWN;
        };
    }
}
