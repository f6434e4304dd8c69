package dev.skep.symbols;

import dev.skep.bpf.elf.ElfFixtures;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A procfs of files, in which processes begin and end. */
final class FakeProc {
    private final Path folder;

    FakeProc(Path folder) {
        this.folder = folder;
    }

    ProcFiles files() {
        return new ProcFiles(folder.toString());
    }

    Path root(int pid) {
        return folder.resolve(pid + "/root");
    }

    /** A process that runs {@code executable} and has these lines in its maps. */
    void begin(int pid, String executable, String... maps) throws IOException {
        Path process = Files.createDirectories(folder.resolve(String.valueOf(pid)));
        Files.createDirectories(process.resolve("root"));
        Files.createDirectories(process.resolve("map_files"));
        Files.deleteIfExists(process.resolve("exe"));
        Files.createSymbolicLink(process.resolve("exe"), Path.of(executable));
        maps(pid, maps);
    }

    void maps(int pid, String... lines) throws IOException {
        Files.writeString(folder.resolve(pid + "/maps"), String.join("\n", lines) + "\n");
    }

    void status(int pid, String text) throws IOException {
        Files.writeString(folder.resolve(pid + "/status"), text);
    }

    /** Puts a fixture where the process sees {@code path}. */
    void file(int pid, String path, String fixture) throws IOException {
        Path file = root(pid).resolve(path.substring(1));
        Files.createDirectories(file.getParent());
        Files.write(file, ElfFixtures.bytes(fixture));
    }

    void text(int pid, String path, List<String> lines) throws IOException {
        Path file = root(pid).resolve(path.substring(1));
        Files.createDirectories(file.getParent());
        Files.write(file, lines, StandardCharsets.UTF_8);
    }

    void mappedFile(int pid, String range, String fixture) throws IOException {
        Files.write(folder.resolve(pid + "/map_files/" + range), ElfFixtures.bytes(fixture));
    }

    /** Everything of the process goes, its root folder too. */
    void end(int pid) throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve(String.valueOf(pid)))) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
