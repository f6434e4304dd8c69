package dev.skep.kernels;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The jars that guests run, the list of the kernel tests in them, and an AOT cache that lets a JVM
 * start with them loaded: in a guest, where everything is slow, that is half of a short run. It is
 * made again when a jar's content changes.
 *
 * @param folder has {@code jars/}, {@code tests.txt} and, where it could be made, {@code tests.aot}
 * @param jars the names of the jars, in the order of the class path
 * @param tests all kernel tests
 */
record TestBundle(Path folder, List<String> jars, List<KernelTest> tests) {

    /** The cache and the guests must agree in these. */
    static final List<String> JVM_OPTIONS =
            List.of(
                    "--enable-native-access=ALL-UNNAMED",
                    "-XX:+UseSerialGC",
                    "-Xmx768m",
                    "-XX:TieredStopAtLevel=1",
                    // Cached machine code would be for the host's processor, which a guest's is
                    // not: it dies of an illegal instruction.
                    "-XX:+UnlockDiagnosticVMOptions",
                    "-XX:-AOTAdapterCaching",
                    "-XX:-AOTStubCaching",
                    "-Xlog:disable",
                    "-Xlog:all=error:stderr");

    private static final String AOT = "tests.aot";
    private static final int BUNDLES_KEPT = 3;
    private static final int TRAINING_MINUTES = 5;

    /** Of every jar, because an AOT cache is good only for the very files it was made of. */
    private static final FileTime TIME = FileTime.from(Instant.parse("2026-01-01T00:00:00Z"));

    /**
     * {@return the bundle of what Maven has packaged}
     *
     * @param lab where bundles are kept
     */
    static TestBundle make(Path checkout, Path lab, GuestRuntime runtime)
            throws IOException, InterruptedException {
        List<Path> built = builtJars(checkout);
        Path folder = lab.resolve("tests-" + hash(built));
        if (!Files.exists(folder)) {
            Files.createDirectories(lab);
            Path work = Files.createTempDirectory(lab, ".tests");
            try {
                Files.createDirectory(work.resolve("jars"));
                for (Path jar : built) {
                    Path copy = work.resolve("jars").resolve(jar.getFileName());
                    Files.copy(jar, copy);
                    Files.setLastModifiedTime(copy, TIME);
                }
                list(work, names(built), runtime);
                if (!Files.exists(folder)) {
                    Files.move(work, folder, StandardCopyOption.ATOMIC_MOVE);
                }
            } finally {
                Folders.delete(work);
            }
            deleteOld(lab);
        }
        List<KernelTest> tests =
                Files.readAllLines(folder.resolve("tests.txt")).stream()
                        .map(KernelTest::parse)
                        .toList();
        return new TestBundle(folder, names(built), tests);
    }

    private static List<Path> builtJars(Path checkout) throws IOException {
        List<Path> jars = new ArrayList<>();
        addJars(jars, checkout.resolve("kernels/target/libraries"), "*.jar");
        int libraries = jars.size();
        List<Path> modules = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(checkout)) {
            all.forEach(modules::add);
        }
        modules.sort(null);
        for (Path module : modules) {
            if (Files.exists(module.resolve("pom.xml"))) {
                addJars(jars, module.resolve("target"), "skep-*.jar");
            }
        }
        if (libraries == 0 || jars.size() == libraries) {
            throw new LabException("there are no jars to run: mvn package makes them");
        }
        return jars;
    }

    private static void addJars(List<Path> to, Path folder, String pattern) throws IOException {
        if (Files.isDirectory(folder)) {
            List<Path> found = new ArrayList<>();
            try (DirectoryStream<Path> jars = Files.newDirectoryStream(folder, pattern)) {
                jars.forEach(found::add);
            }
            found.sort(null);
            to.addAll(found);
        }
    }

    private static List<String> names(List<Path> jars) {
        return jars.stream().map(jar -> jar.getFileName().toString()).toList();
    }

    private static String hash(List<Path> jars) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(String.join(" ", JVM_OPTIONS).getBytes(StandardCharsets.UTF_8));
            digest.update(Runtime.version().toString().getBytes(StandardCharsets.UTF_8));
            byte[] buffer = new byte[1 << 16];
            for (Path jar : jars) {
                digest.update(jar.getFileName().toString().getBytes(StandardCharsets.UTF_8));
                try (InputStream in = Files.newInputStream(jar)) {
                    int read;
                    while ((read = in.read(buffer)) > 0) {
                        digest.update(buffer, 0, read);
                    }
                }
            }
            return HexFormat.of().formatHex(digest.digest(), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }

    /** Writes the list, which is the training run of the cache as well. */
    private static void list(Path folder, List<String> names, GuestRuntime runtime)
            throws IOException, InterruptedException {
        Path log = folder.resolve("training.log");
        List<String> paths =
                names.stream()
                        .map(name -> folder.resolve("jars").resolve(name).toString())
                        .toList();
        List<String> command = new ArrayList<>();
        command.add(runtime.java().toString());
        command.addAll(JVM_OPTIONS);
        command.add("-XX:AOTCacheOutput=" + folder.resolve(AOT));
        command.addAll(List.of("-cp", String.join(":", paths), KernelTests.class.getName()));
        command.add(folder.resolve("tests.txt").toString());
        command.addAll(paths);
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        if (!process.waitFor(TRAINING_MINUTES, TimeUnit.MINUTES)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        if (process.waitFor() != 0 || !Files.exists(folder.resolve("tests.txt"))) {
            throw new LabException("listing the tests failed: " + Files.readString(log));
        }
        if (!Files.exists(folder.resolve(AOT))) {
            System.err.println("check: the guests have no AOT cache, and will be slow: " + log);
        }
    }

    private static void deleteOld(Path lab) throws IOException {
        record Old(Path folder, FileTime made) {}
        List<Old> all = new ArrayList<>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(lab, "tests-*")) {
            for (Path folder : folders) {
                all.add(new Old(folder, Files.getLastModifiedTime(folder)));
            }
        }
        all.sort((a, b) -> b.made.compareTo(a.made));
        for (Old old : all.subList(Math.min(BUNDLES_KEPT, all.size()), all.size())) {
            Folders.delete(old.folder);
        }
    }

    /**
     * Adds the jars and the cache to an archive, and the command that runs these tests.
     *
     * @param series told to the tests, for they may want to know that they are in a guest
     * @param properties told to them too
     */
    void pack(CpioArchive archive, String series, List<String> properties, List<KernelTest> chosen)
            throws IOException {
        for (String jar : jars) {
            archive.file("lab/jars/" + jar, folder.resolve("jars").resolve(jar));
        }
        List<String> java = new ArrayList<>(JVM_OPTIONS);
        if (Files.exists(folder.resolve(AOT))) {
            archive.file("lab/" + AOT, folder.resolve(AOT));
            java.add("-XX:AOTCache=/lab/" + AOT);
        }
        java.add("-Dskep.guest=" + series);
        java.addAll(properties);
        java.add("-cp");
        try (Stream<String> names = jars.stream()) {
            java.add(String.join(":", names.map(name -> "/lab/jars/" + name).toList()));
        }
        java.add(GuestTests.class.getName());
        java.add("/lab/tests");
        archive.file("lab/java", text(java));
        archive.file("lab/tests", text(chosen.stream().map(KernelTest::id).toList()));
    }

    private static byte[] text(List<String> lines) {
        return (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
