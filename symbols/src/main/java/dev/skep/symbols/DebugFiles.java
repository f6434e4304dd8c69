package dev.skep.symbols;

import dev.skep.bpf.MalformedObjectException;
import dev.skep.bpf.elf.BuildId;
import dev.skep.bpf.elf.DebugLink;
import dev.skep.bpf.elf.ElfFile;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.zip.CRC32;

/**
 * Finds the file to which the symbols of a stripped binary were moved, by its build id, else by the
 * name that it left behind. The order is gdb's (Debugging with gdb, "Separate Debug Files").
 *
 * @param folders where debug files are
 */
record DebugFiles(List<String> folders) {
    /** Where distributions put them. */
    static final String SYSTEM = "/usr/lib/debug";

    /**
     * {@return the debug file of a binary; null if there is none}
     *
     * @param binary which one
     * @param root what to put before paths: the root of the process it belongs to, or empty
     * @param path the binary's path below that root
     */
    @Nullable ElfFile find(ElfFile binary, String root, String path) {
        BuildId id = binary.buildId();
        if (id != null) {
            String hex = id.toString();
            if (hex.length() > 2) {
                String name =
                        "/.build-id/" + hex.substring(0, 2) + "/" + hex.substring(2) + ".debug";
                ElfFile found = inFolders(root, name, id, 0);
                if (found != null) {
                    return found;
                }
            }
        }
        DebugLink link = binary.debugLink();
        // It names a file; it must not lead out of the folders.
        if (link == null || link.file().indexOf('/') >= 0) {
            return null;
        }
        String folder = path.substring(0, path.lastIndexOf('/') + 1);
        ElfFile found = open(root + folder + link.file(), id, link.crc32());
        if (found == null) {
            found = open(root + folder + ".debug/" + link.file(), id, link.crc32());
        }
        return found != null ? found : inFolders(root, folder + link.file(), id, link.crc32());
    }

    private @Nullable ElfFile inFolders(String root, String name, @Nullable BuildId id, int sum) {
        for (String folder : folders) {
            ElfFile found = open(folder + name, id, sum);
            if (found != null) {
                return found;
            }
        }
        return root.isEmpty() ? null : open(root + SYSTEM + name, id, sum);
    }

    /** {@return the file if it has the symbols of that build} */
    private static @Nullable ElfFile open(String path, @Nullable BuildId id, int sum) {
        if (!Files.isRegularFile(Path.of(path))) {
            return null;
        }
        try {
            ElfFile file = ElfFile.map(Path.of(path));
            return isOfBuild(file, path, id, sum) && file.symbols().count() > 0 ? file : null;
        } catch (IOException | MalformedObjectException e) {
            return null;
        }
    }

    /** {@return whether the ids are equal, or without ids the sums} */
    private static boolean isOfBuild(ElfFile file, String path, @Nullable BuildId id, int sum)
            throws IOException {
        BuildId own = file.buildId();
        if (id == null || own == null) {
            return sum == sum(path);
        }
        return own.equals(id);
    }

    private static int sum(String path) throws IOException {
        CRC32 sum = new CRC32();
        ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 16);
        try (FileChannel channel = FileChannel.open(Path.of(path), StandardOpenOption.READ)) {
            while (channel.read(buffer) >= 0) {
                sum.update(buffer.flip());
                buffer.clear();
            }
        }
        return (int) sum.getValue();
    }
}
