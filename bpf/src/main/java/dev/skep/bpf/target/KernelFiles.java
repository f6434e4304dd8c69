package dev.skep.bpf.target;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Where the files of a {@link Target} come from. Paths are the kernel's own and absolute: {@code
 * /sys/kernel/btf/vmlinux}.
 */
public sealed interface KernelFiles permits RunningFiles, DirectoryFiles, StoredFiles {

    /**
     * {@return the whole file, or null if there is none}
     *
     * @throws dev.skep.bpf.BpfException if there is one that can't be read; says why
     */
    byte @Nullable [] read(String path);

    /**
     * {@return the whole file as memory that stays readable as long as it is referred to, or null
     * if there is none} Unlike {@link #read} it takes no heap.
     *
     * @throws dev.skep.bpf.BpfException if there is one that can't be read; says why
     */
    @Nullable MemorySegment map(String path);

    /**
     * {@return the names of the files in a folder, sorted; none if there is no such folder or it
     * can't be read}
     */
    List<String> list(String folder);

    /** {@return what to call the file in a message: where it really is} */
    String locate(String path);

    /** {@return the pid namespace that ids are seen in} */
    default PidNamespace pidNamespace() {
        return PidNamespace.INITIAL;
    }

    /** {@return the files of the running kernel} */
    static KernelFiles running() {
        return RunningFiles.INSTANCE;
    }

    /** {@return the files below a folder that mirrors the kernel's own} */
    static KernelFiles under(Path root) {
        return new DirectoryFiles(root);
    }

    /**
     * {@return the given files}
     *
     * @param name what to call them in messages
     * @param files contents by absolute path
     */
    static KernelFiles of(String name, Map<String, byte[]> files) {
        return new StoredFiles(name, files);
    }

    /**
     * {@return the text of a file; the kernel's are ASCII, and a stray byte is no reason to fail}
     */
    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
