package dev.skep.cli;

import dev.skep.trace.record.ByteText;
import dev.skep.trace.syntax.SourceText;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Where a script's text comes from. */
final class ScriptSource {

    /** How messages call what is no file. */
    private static final String NAMELESS = "stdin";

    private ScriptSource() {}

    /** {@return a script given on the command line} */
    static SourceText ofText(String text) {
        return new SourceText(NAMELESS, text);
    }

    /**
     * {@return the script in a file, or that of standard input for {@code -}}
     *
     * @throws UsageException if it can't be read
     */
    static SourceText read(String file) {
        try {
            if (file.equals("-")) {
                return ofText(ByteText.of(System.in.readAllBytes()));
            }
            return new SourceText(file, ByteText.of(Files.readAllBytes(Path.of(file))));
        } catch (NoSuchFileException | InvalidPathException e) {
            throw looksLikeProgram(file)
                    ? new UsageException(
                            "there is no such file: " + file,
                            "a program on the command line follows -e")
                    : cannotOpen(file, "No such file or directory");
        } catch (AccessDeniedException e) {
            throw cannotOpen(file, "Permission denied");
        } catch (IOException e) {
            throw cannotOpen(
                    file,
                    Files.isDirectory(Path.of(file))
                            ? "Is a directory"
                            : String.valueOf(e.getMessage()));
        }
    }

    private static boolean looksLikeProgram(String file) {
        return file.indexOf('{') >= 0;
    }

    private static UsageException cannotOpen(String file, String reason) {
        return new UsageException("failed to open file '" + file + "': " + reason);
    }
}
