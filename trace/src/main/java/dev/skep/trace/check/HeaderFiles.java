package dev.skep.trace.check;

import dev.skep.c.CHeaders;
import dev.skep.trace.record.ByteText;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/**
 * Headers in files: those in quotation marks beside the file that includes them, or below the
 * working folder; all of them in the folders of {@code -I}.
 */
final class HeaderFiles implements CHeaders {
    private final String script;
    private final List<String> folders;

    /**
     * @param script the script's file, or what it is called if it has none
     * @param folders where headers are looked for, too
     */
    HeaderFiles(String script, List<String> folders) {
        this.script = script;
        this.folders = folders;
    }

    @Override
    public @Nullable Header find(String name, boolean angled, String from) {
        try {
            Path path = Path.of(name);
            if (!angled) {
                Header near = read(Path.of(from.isEmpty() ? script : from).resolveSibling(path));
                Header found = near == null ? read(path) : near;
                if (found != null) {
                    return found;
                }
            }
            for (String folder : folders) {
                Header found = read(Path.of(folder).resolve(path));
                if (found != null) {
                    return found;
                }
            }
            return null;
        } catch (InvalidPathException e) {
            return null;
        }
    }

    /** {@return a file as a header, or null if it can't be read} */
    static @Nullable Header read(Path file) {
        try {
            return Files.isRegularFile(file)
                    ? new Header(file.toString(), ByteText.of(Files.readAllBytes(file)))
                    : null;
        } catch (IOException e) {
            return null;
        }
    }
}
