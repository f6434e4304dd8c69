package dev.skep.bpf.target;

import dev.skep.bpf.BpfException;
import dev.skep.bpf.MalformedObjectException;
import dev.skep.bpf.btf.Btf;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A description of a kernel, immutable: everything that compiling, checking or loading asks of one.
 * Facts are read when first asked for, and once.
 *
 * <p>May be used from any thread.
 */
public final class Target {
    private final KernelFiles files;
    private final Tracepoints tracepoints;
    private final KernelFunctions functions;
    private final Modules modules;
    private final @Nullable PidNamespace givenPidNamespace;

    // Each is written at most a few times with equal values that are safe to publish, so no lock is
    // needed.
    private @Nullable Arch arch;
    private @Nullable KernelVersion version;
    private @Nullable Cpus possibleCpus;
    private @Nullable Cpus onlineCpus;
    private @Nullable Btf btf;
    private boolean btfRead;

    private Target(KernelFiles files, @Nullable PidNamespace pidNamespace) {
        this(files, pidNamespace, null);
    }

    private Target(
            KernelFiles files, @Nullable PidNamespace pidNamespace, byte @Nullable [] traceable) {
        this.files = files;
        this.tracepoints = new Tracepoints(files);
        this.functions = new KernelFunctions(files, this, traceable);
        this.modules = new Modules(this);
        this.givenPidNamespace = pidNamespace;
    }

    private static final class Running {
        static final Target INSTANCE = new Target(KernelFiles.running(), null);
    }

    /** {@return the kernel that this JVM runs on} */
    public static Target running() {
        return Running.INSTANCE;
    }

    /**
     * {@return the same kernel, of which somebody else says which functions can be traced}
     *
     * @param list a line for each function, as {@code available_filter_functions} of tracefs has
     *     them
     */
    public Target withTraceableFunctions(byte[] list) {
        return new Target(files, givenPidNamespace, list.clone());
    }

    /**
     * {@return the kernel whose files are in a zip file or below a folder, under the kernel's own
     * paths}
     *
     * @throws MalformedObjectException if it is no zip file
     * @throws BpfException if it can't be read
     */
    public static Target read(Path path) {
        if (Files.isDirectory(path)) {
            return of(KernelFiles.under(path));
        }
        try {
            return read(path.toString(), Files.readAllBytes(path));
        } catch (IOException e) {
            throw new BpfException(
                    "cannot read the stored target " + path + ": " + e.getMessage(), e);
        }
    }

    /**
     * {@return the kernel whose files are in a zip file}
     *
     * @param name what to call it in messages
     * @param zip its bytes
     * @throws MalformedObjectException if it is no zip file
     */
    public static Target read(String name, byte[] zip) {
        return of(StoredFiles.unzip(name, zip));
    }

    /** {@return the kernel with these files} */
    public static Target of(KernelFiles files) {
        return new Target(files, null);
    }

    /** {@return this kernel as processes in another pid namespace see it} */
    public Target in(PidNamespace namespace) {
        return new Target(files, namespace);
    }

    /** {@return the machine} */
    public Arch arch() {
        Arch known = arch;
        if (known == null) {
            known = readArch();
            arch = known;
        }
        return known;
    }

    /**
     * {@return what {@code uname -r} says: {@code 6.18.44-fc-v595}; names files such as {@code
     * /boot/config-…}}
     */
    public String release() {
        return line("/proc/sys/kernel/osrelease");
    }

    /**
     * {@return the version of the sources it was built from}
     *
     * <p>That is not always what its release string says. Debian's releases (5.10.0-28-amd64) and
     * Ubuntu's (5.15.0-91-generic) stay the same while the sources advance; the true version, which
     * {@code KERNEL_VERSION} had when the kernel was built and which kernels before 5.0 demand of
     * kprobe programs, stands in {@code /proc/version} and {@code /proc/version_signature}
     * (libbpf's {@code get_kernel_version}).
     */
    public KernelVersion version() {
        KernelVersion known = version;
        if (known == null) {
            known = readVersion();
            version = known;
        }
        return known;
    }

    /**
     * {@return the kernel's own types, empty if it was built without (CONFIG_DEBUG_INFO_BTF)} They
     * are looked for in {@code /sys/kernel/btf} and in the usual places of a {@code vmlinux}; their
     * {@link Btf#name} says where they were found.
     *
     * @throws BpfException if there are some that can't be read
     */
    public synchronized Optional<Btf> btf() {
        if (!btfRead) {
            btf = new VmlinuxBtf(files).find();
            btfRead = true;
        }
        return Optional.ofNullable(btf);
    }

    /** {@return the types of the kernel's modules} */
    public Modules modules() {
        return modules;
    }

    /** {@return all CPUs that may ever come online: per-CPU values have one slot for each} */
    public Cpus possibleCpus() {
        Cpus known = possibleCpus;
        if (known == null) {
            known = readCpus("possible");
            possibleCpus = known;
        }
        return known;
    }

    /** {@return the CPUs that were online when first asked} */
    public Cpus onlineCpus() {
        Cpus known = onlineCpus;
        if (known == null) {
            known = readCpus("online");
            onlineCpus = known;
        }
        return known;
    }

    /** {@return the tracepoints} */
    public Tracepoints tracepoints() {
        return tracepoints;
    }

    /** {@return the functions} */
    public KernelFunctions functions() {
        return functions;
    }

    /** {@return the bytes of a page} */
    public int pageSize() {
        return arch().pageSize();
    }

    /** {@return the pid namespace of this process; the initial one for a stored target} */
    public PidNamespace pidNamespace() {
        return givenPidNamespace != null ? givenPidNamespace : files.pidNamespace();
    }

    /** {@return the files it is read from} */
    public KernelFiles files() {
        return files;
    }

    private Arch readArch() {
        String path = "/proc/sys/kernel/arch";
        byte[] bytes = files.read(path);
        // The file is there since 6.1; before, the machine is this one.
        String name =
                bytes == null ? System.getProperty("os.arch") : KernelFiles.text(bytes).strip();
        Arch found = Arch.named(name);
        if (found == null) {
            throw new BpfException(
                    "the machine \"" + name + "\" is not supported; Skep knows x86_64");
        }
        return found;
    }

    private KernelVersion readVersion() {
        byte[] signature = files.read("/proc/version_signature");
        if (signature != null) {
            // Ubuntu 5.15.0-91.101-generic 5.15.131
            String text = KernelFiles.text(signature).strip();
            return KernelVersion.parse(text.substring(text.lastIndexOf(' ') + 1));
        }
        byte[] banner = files.read("/proc/version");
        if (banner != null) {
            // Linux version 6.1.0-13-amd64 (…) #1 SMP PREEMPT_DYNAMIC Debian 6.1.55-1 (2023-09-29)
            String text = KernelFiles.text(banner);
            int debian = text.indexOf(" Debian ", Math.max(text.indexOf('#'), 0));
            int start = debian + " Debian ".length();
            if (debian >= 0 && start < text.length() && Character.isDigit(text.charAt(start))) {
                return KernelVersion.parse(text.substring(start));
            }
        }
        return KernelVersion.parse(release());
    }

    private Cpus readCpus(String which) {
        String path = "/sys/devices/system/cpu/" + which;
        try {
            return Cpus.parse(line(path));
        } catch (MalformedObjectException e) {
            throw new MalformedObjectException(files.locate(path) + ": " + e.getMessage());
        }
    }

    private String line(String path) {
        byte[] bytes = files.read(path);
        if (bytes == null) {
            throw new MalformedObjectException("this target lacks " + files.locate(path));
        }
        return KernelFiles.text(bytes).strip();
    }
}
