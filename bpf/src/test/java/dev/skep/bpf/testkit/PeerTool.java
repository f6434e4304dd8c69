package dev.skep.bpf.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs the tools of others that tests compare with. Such tests are tagged {@code peer}, and fail
 * where a tool is missing.
 */
public final class PeerTool {

    private static final int SECONDS = 60;

    private PeerTool() {}

    /**
     * {@return what the command wrote to its standard output}
     *
     * @param directory where it runs
     * @throws AssertionError if it is not installed, fails, or does not end within a minute
     */
    public static String run(Path directory, String... command) {
        try {
            Path out = Files.createTempFile(directory, "out", ".txt");
            Path err = Files.createTempFile(directory, "err", ".txt");
            Process process = start(directory, out, err, command);
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(
                        List.of(command) + " did not end within " + SECONDS + " s");
            }
            if (process.exitValue() != 0) {
                throw new AssertionError(List.of(command) + " failed: " + Files.readString(err));
            }
            return Files.readString(out, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static Process start(Path directory, Path out, Path err, String... command) {
        try {
            return new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
        } catch (IOException e) {
            throw new AssertionError(
                    command[0] + " can't be run; apt-get install clang-19 llvm-19 bpftool dwarves",
                    e);
        }
    }
}
