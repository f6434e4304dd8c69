package dev.skep.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

class CpioArchiveTest {

    @TempDir private Path folder;

    private record Entry(String name, int mode, long seconds, String content) {}

    /** Reads as Linux does (init/initramfs.c), up to and with the trailer. */
    private static List<Entry> entries(byte[] archive) {
        List<Entry> entries = new ArrayList<>();
        int at = 0;
        while (at < archive.length) {
            assertThat(at % 4).isZero();
            assertThat(new String(archive, at, 6, UTF_8)).isEqualTo("070701");
            int size = (int) number(archive, at, 6);
            int nameBytes = (int) number(archive, at, 11);
            int name = at + 110;
            int content = (name + nameBytes + 3) / 4 * 4;
            assertThat(archive[name + nameBytes - 1]).isZero();
            entries.add(
                    new Entry(
                            new String(archive, name, nameBytes - 1, UTF_8),
                            (int) number(archive, at, 1),
                            number(archive, at, 5),
                            new String(archive, content, size, UTF_8)));
            at = (content + size + 3) / 4 * 4;
        }
        return entries;
    }

    private static long number(byte[] archive, int header, int index) {
        return Long.parseLong(new String(archive, header + 6 + index * 8, 8, UTF_8), 16);
    }

    private interface Filling {
        void fill(CpioArchive archive) throws IOException;
    }

    private static List<Entry> archive(Filling filling) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (CpioArchive archive = new CpioArchive(out)) {
            filling.fill(archive);
        }
        return entries(out.toByteArray());
    }

    @Test
    void directoriesComeFirstAndOnce() throws IOException {
        List<Entry> entries =
                archive(archive -> {
                    archive.file("a/b/c", "one".getBytes(UTF_8));
                    archive.file("a/b/dé", new byte[0]);
                    archive.link("a/l", "b/c");
                });
        assertThat(entries)
                .containsExactly(
                        new Entry("a", 0040755, 0, ""),
                        new Entry("a/b", 0040755, 0, ""),
                        new Entry("a/b/c", 0100644, 0, "one"),
                        new Entry("a/b/dé", 0100644, 0, ""),
                        new Entry("a/l", 0120777, 0, "b/c"),
                        new Entry("TRAILER!!!", 0, 0, ""));
    }

    @Test
    void aTreeKeepsTimesLinksAndWhatCanBeExecuted() throws IOException {
        Path program = Files.writeString(folder.resolve("program"), "#!/bin/sh\n");
        Files.setLastModifiedTime(program, FileTime.from(Instant.ofEpochSecond(1_700_000_000)));
        assertThat(program.toFile().setExecutable(true)).isTrue();
        Files.createSymbolicLink(folder.resolve("to"), Path.of("program"));
        assertThat(archive(archive -> archive.tree("t", folder)))
                .containsExactly(
                        new Entry("t", 0040755, 0, ""),
                        new Entry("t/program", 0100755, 1_700_000_000, "#!/bin/sh\n"),
                        new Entry("t/to", 0120777, 0, "program"),
                        new Entry("TRAILER!!!", 0, 0, ""));
    }
}
