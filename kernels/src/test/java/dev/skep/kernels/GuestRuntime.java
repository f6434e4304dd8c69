package dev.skep.kernels;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * What every guest has beside its kernel and the tests: a Java runtime, the C library and busybox,
 * made once per JDK and kept. The host's side uses the same Java runtime to make the AOT cache.
 *
 * @param folder has {@code jre/} and {@code base.cpio}
 */
record GuestRuntime(Path folder) {

    private static final String MODULES =
            "java.base,java.instrument,java.logging,java.management,java.xml,jdk.unsupported,jdk.zipfs";

    /**
     * What tests run and watch, as it is on the host: busybox's own behave differently (its cat
     * reads nothing, it sends files) and are no dynamically linked programs.
     */
    private static final List<String> PROGRAMS = List.of("bash", "cat", "ls", "sleep", "true");

    /** {@return the runtime for the JDK that runs this} */
    static GuestRuntime make(Path cache) throws IOException, InterruptedException {
        Path busybox = program("busybox");
        String name =
                "runtime-"
                        + Runtime.version().toString().replace('/', '_')
                        + "-"
                        + Integer.toHexString((MODULES + PROGRAMS).hashCode())
                        + "-"
                        + Files.size(busybox);
        Path folder = cache.resolve(name);
        if (Files.exists(folder)) {
            return new GuestRuntime(folder);
        }
        Files.createDirectories(cache);
        Path work = Files.createTempDirectory(cache, ".runtime");
        try {
            Path jre = work.resolve("jre");
            run(
                    List.of(
                            Path.of(System.getProperty("java.home"), "bin/jlink").toString(),
                            "--add-modules",
                            MODULES,
                            "--strip-debug",
                            "--no-header-files",
                            "--no-man-pages",
                            "--output",
                            jre.toString()));
            pack(work.resolve("base.cpio"), jre, busybox);
            try {
                Files.move(work, folder, StandardCopyOption.ATOMIC_MOVE);
            } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
                // Another run was faster, and its is as good.
                Folders.delete(work);
            }
            return new GuestRuntime(folder);
        } finally {
            Folders.delete(work);
        }
    }

    /** {@return the java command} */
    Path java() {
        return folder.resolve("jre/bin/java");
    }

    /** {@return the archive with all of it} */
    Path archive() {
        return folder.resolve("base.cpio");
    }

    private static void pack(Path archive, Path jre, Path busybox)
            throws IOException, InterruptedException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(archive));
                CpioArchive cpio = new CpioArchive(out)) {
            for (String directory :
                    List.of("dev", "proc", "sys", "tmp", "run", "root", "sbin", "usr", "var/tmp")) {
                cpio.directory(directory);
            }
            cpio.file("bin/busybox", busybox);
            cpio.link("sbin/modprobe", "../bin/busybox");
            cpio.link("usr/bin", "../bin");
            cpio.file(
                    "etc/passwd",
                    text("root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534::/:/bin/false\n"));
            cpio.file("etc/group", text("root:x:0:\nnogroup:x:65534:\n"));
            cpio.file("etc/hosts", text("127.0.0.1 localhost guest\n::1 localhost\n"));
            cpio.file("etc/hostname", text("guest\n"));
            cpio.tree("jre", jre);
            for (String name : PROGRAMS) {
                cpio.file("bin/" + name, program(name));
            }
            for (String library : libraries(jre)) {
                cpio.file(library.substring(1), Path.of(library));
            }
        }
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** {@return the libraries of the system that the runtime and the programs are linked with} */
    private static Iterable<String> libraries(Path jre) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("ldd", jre.resolve("bin/java").toString()));
        PROGRAMS.forEach(name -> command.add(program(name).toString()));
        try (Stream<Path> files = Files.walk(jre.resolve("lib"))) {
            files.map(Path::toString).filter(file -> file.endsWith(".so")).forEach(command::add);
        }
        TreeSet<String> libraries = new TreeSet<>();
        for (String line : run(command).split("\n", -1)) {
            // libc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x00007f…), or the path alone
            for (String word : line.strip().split("\\s+", -1)) {
                if (word.startsWith("/")
                        && !word.endsWith(":")
                        && !word.startsWith(jre.toString())) {
                    libraries.add(word);
                }
            }
        }
        return libraries;
    }

    /** {@return where a program is} */
    static Path program(String name) {
        for (String folder : System.getenv().getOrDefault("PATH", "/usr/bin:/bin").split(":", -1)) {
            Path program = Path.of(folder, name);
            if (Files.isExecutable(program)) {
                return program;
            }
        }
        throw new LabException("needs " + name);
    }

    private static String run(List<String> command) throws IOException, InterruptedException {
        Path output = Files.createTempFile("skep-lab", ".out");
        try {
            Process process =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(output.toFile())
                            .start();
            if (!process.waitFor(5, TimeUnit.MINUTES)) {
                process.destroyForcibly();
            }
            String text = Files.readString(output);
            if (process.waitFor() != 0) {
                throw new LabException(String.join(" ", command) + " failed: " + text);
            }
            return text;
        } finally {
            Files.delete(output);
        }
    }
}
