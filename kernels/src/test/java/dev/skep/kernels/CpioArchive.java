package dev.skep.kernels;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Writes an archive that Linux unpacks as its first file system: "newc" of cpio(5), numbers in hex,
 * everything at a multiple of 4 bytes (Documentation/driver-api/early-userspace/buffer-format.rst).
 * Everything belongs to root, whoever writes it. Archives may follow one another in a file.
 */
final class CpioArchive implements AutoCloseable {

    private static final int DIRECTORY = 0040755;
    private static final int FILE = 0100644;
    private static final int PROGRAM = 0100755;
    private static final int LINK = 0120777;

    private final OutputStream out;
    private final Set<String> directories = new HashSet<>();
    private int inode = 1;

    CpioArchive(OutputStream out) {
        this.out = out;
    }

    /** Adds a directory and those above it, once. */
    void directory(String path) throws IOException {
        int slash = path.lastIndexOf('/');
        if (slash > 0) {
            directory(path.substring(0, slash));
        }
        if (directories.add(path)) {
            header(path, DIRECTORY, 0, 0);
        }
    }

    /** Adds a file with these bytes. */
    void file(String path, byte[] bytes) throws IOException {
        parent(path);
        header(path, FILE, 0, bytes.length);
        out.write(bytes);
        pad(bytes.length);
    }

    /** Adds a file as it is: with its time, and executable if it is. */
    void file(String path, Path file) throws IOException {
        parent(path);
        long size = Files.size(file);
        if (size > 0xffff_ffffL) {
            throw new IOException(file + " is too large for an archive");
        }
        long seconds = Files.getLastModifiedTime(file).toMillis() / 1000;
        header(path, Files.isExecutable(file) ? PROGRAM : FILE, seconds, size);
        Files.copy(file, out);
        pad(size);
    }

    /** Adds a symbolic link. */
    void link(String path, String to) throws IOException {
        parent(path);
        byte[] target = to.getBytes(StandardCharsets.UTF_8);
        header(path, LINK, 0, target.length);
        out.write(target);
        pad(target.length);
    }

    /** Adds all that is in a folder. */
    void tree(String path, Path folder) throws IOException {
        directory(path);
        List<Path> all;
        try (Stream<Path> files = Files.walk(folder)) {
            all = files.filter(file -> !file.equals(folder)).sorted().toList();
        }
        for (Path file : all) {
            String inside = path + "/" + folder.relativize(file);
            if (Files.isSymbolicLink(file)) {
                link(inside, Files.readSymbolicLink(file).toString());
            } else if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
                directory(inside);
            } else {
                file(inside, file);
            }
        }
    }

    private void parent(String path) throws IOException {
        int slash = path.lastIndexOf('/');
        if (slash > 0) {
            directory(path.substring(0, slash));
        }
    }

    private void header(String path, int mode, long seconds, long size) throws IOException {
        byte[] name = (path + "\0").getBytes(StandardCharsets.UTF_8);
        StringBuilder header = new StringBuilder(110).append("070701");
        int links = 1;
        for (long number :
                new long[] {
                    inode++, mode, 0, 0, links, seconds, size, 0, 0, 0, 0, name.length, 0
                }) {
            String hex = Long.toHexString(number).toUpperCase(Locale.ROOT);
            header.append("0".repeat(8 - hex.length())).append(hex);
        }
        out.write(header.toString().getBytes(StandardCharsets.US_ASCII));
        out.write(name);
        pad(header.length() + name.length);
    }

    private void pad(long written) throws IOException {
        out.write(new byte[(int) (-written & 3)]);
    }

    /** Ends the archive, and the stream. */
    @Override
    public void close() throws IOException {
        header("TRAILER!!!", 0, 0, 0);
        out.close();
    }
}
