package dev.skep.bpf.btf;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Where peer tests find the types of kernels: those of the running one, and in each {@code vmlinux}
 * that {@code -Dskep.vmlinux=FILE:FILE} names.
 */
public final class KernelBtfFiles {
    private KernelBtfFiles() {}

    /** {@return the files} */
    public static List<Path> all() {
        List<Path> files = new ArrayList<>(List.of(Path.of("/sys/kernel/btf/vmlinux")));
        for (String file : System.getProperty("skep.vmlinux", "").split(File.pathSeparator, -1)) {
            if (!file.isEmpty()) {
                files.add(Path.of(file));
            }
        }
        return files;
    }

    /** {@return the types in such a file} */
    public static Btf read(Path file) {
        try {
            return Objects.requireNonNull(BtfFile.read(file, null));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
