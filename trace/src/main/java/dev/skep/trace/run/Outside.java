package dev.skep.trace.run;

import dev.skep.trace.record.ByteText;
import dev.skep.trace.record.TraceRecord;
import dev.skep.trace.record.TraceRecord.Text.Origin;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** What scripts ask for outside of the kernel: commands run, files shown. */
final class Outside {

    private Outside() {}

    /**
     * {@return what a command of the shell writes, errors too, or that it failed} It reads nothing.
     */
    static TraceRecord run(String command) {
        ProcessBuilder shell =
                new ProcessBuilder("/bin/sh", "-c", command)
                        .redirectErrorStream(true)
                        .redirectInput(new File("/dev/null"));
        try {
            Process process = shell.start();
            byte[] output = process.getInputStream().readAllBytes();
            int code = process.waitFor();
            return code == 0
                    ? new TraceRecord.Text(Origin.SYSTEM, ByteText.of(output))
                    : new TraceRecord.Failure(
                            "command exited with code " + code + " (Invalid argument)");
        } catch (IOException e) {
            return new TraceRecord.Failure("failed to run '" + command + "': " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new TraceRecord.Failure("interrupted while '" + command + "' was running");
        }
    }

    /**
     * {@return what is in a file}
     *
     * @param limit how many bytes at most
     */
    static TraceRecord show(String file, int limit) {
        try (InputStream in = Files.newInputStream(Path.of(file))) {
            return new TraceRecord.Text(Origin.CAT, ByteText.of(in.readNBytes(limit)));
        } catch (NoSuchFileException | InvalidPathException e) {
            return cannotOpen(file, "No such file or directory");
        } catch (AccessDeniedException e) {
            return cannotOpen(file, "Permission denied");
        } catch (IOException e) {
            return cannotOpen(
                    file,
                    Files.isDirectory(Path.of(file))
                            ? "Is a directory"
                            : String.valueOf(e.getMessage()));
        }
    }

    private static TraceRecord cannotOpen(String file, String reason) {
        return new TraceRecord.Failure("failed to open file '" + file + "' (" + reason + ")");
    }
}
