package dev.skep.bpf.target;

import dev.skep.bpf.BpfException;
import dev.skep.bpf.btf.Btf;
import dev.skep.bpf.btf.BtfFile;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.MemorySegment;

/**
 * Where the types of a kernel are: since Linux 5.4 in sysfs, and before, or where sysfs does not
 * have them, in a {@code vmlinux} that is installed beside the kernel or for debugging. The places
 * and their order are those of libbpf's {@code btf__load_vmlinux_btf}.
 */
final class VmlinuxBtf {
    static final String SYSFS = "/sys/kernel/btf/vmlinux";

    private static final String RELEASE = "/proc/sys/kernel/osrelease";

    /** Where {@code R} stands for the release. */
    private static final String[] PLACES = {
        "/boot/vmlinux-R",
        "/lib/modules/R/vmlinux-R",
        "/lib/modules/R/build/vmlinux",
        "/usr/lib/modules/R/kernel/vmlinux",
        "/usr/lib/debug/boot/vmlinux-R",
        "/usr/lib/debug/boot/vmlinux-R.debug",
        "/usr/lib/debug/lib/modules/R/vmlinux",
    };

    private final KernelFiles files;
    private @Nullable BpfException problem;

    VmlinuxBtf(KernelFiles files) {
        this.files = files;
    }

    /**
     * {@return the types, null if there are none}
     *
     * @throws BpfException if the only places that have any can't be read; says why of the first
     */
    @Nullable Btf find() {
        Btf found = at(SYSFS);
        byte[] release = found == null ? files.read(RELEASE) : null;
        if (release != null) {
            String name = KernelFiles.text(release).strip();
            for (int i = 0; found == null && i < PLACES.length; i++) {
                found = at(PLACES[i].replace("R", name));
            }
        }
        if (found == null && problem != null) {
            throw problem;
        }
        return found;
    }

    private @Nullable Btf at(String path) {
        try {
            MemorySegment file = files.map(path);
            return file == null ? null : BtfFile.read(files.locate(path), file, null);
        } catch (BpfException e) {
            if (problem == null) {
                problem = e;
            }
            return null;
        }
    }
}
