package dev.skep.kernels;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Packs the first file system of a guest, which is its only one. */
record GuestImage(Path checkout, GuestRuntime runtime, TestBundle tests, List<String> properties) {

    /** Writes the archive for a kernel and the tests that it shall run. */
    void write(Path to, LabKernel kernel, List<KernelTest> chosen) throws IOException {
        Path lab = checkout.resolve("kernels");
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(to), 1 << 20)) {
            Files.copy(runtime.archive(), out);
            try (CpioArchive archive = new CpioArchive(out)) {
                archive.file("init", lab.resolve("init"));
                archive.file("lab/modules", lab.resolve("modules"));
                archive.file("boot/config-" + kernel.release(), kernel.folder().resolve("config"));
                archive.tree("lib/modules", kernel.folder().resolve("modules/lib/modules"));
                tests.pack(archive, kernel.series(), properties, chosen);
            }
        }
    }
}
