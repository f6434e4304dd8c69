package dev.skep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** The real {@code ./skep} of this checkout, run as a user runs it, with a limit of time. */
final class Skep {

    private static final int LIMIT_SECONDS = 240;

    /** What a command printed, and how it ended. */
    record Result(int exitCode, String out, String err) {

        /** {@return this, which must have ended well and said nothing wrong} */
        Result succeeded() {
            assertThat(exitCode).as("exit code; out: %s; err: %s", out, err).isZero();
            assertThat(err).doesNotContain("ERROR", "Exception", "\tat ");
            return this;
        }

        /** {@return this, which must have ended with the code, and without a stack trace} */
        Result failed(int code) {
            assertThat(exitCode).as("exit code; out: %s; err: %s", out, err).isEqualTo(code);
            assertThat(err).doesNotContain("Exception", "\tat ", "internal error");
            return this;
        }
    }

    private Skep() {}

    /** {@return the checkout's folder} */
    static Path root() {
        // Surefire runs in the module's folder.
        return Objects.requireNonNull(Path.of("").toAbsolutePath().getParent());
    }

    /** Runs {@code ./skep} with these arguments. */
    static Result run(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(root().resolve("skep").toString());
        command.addAll(List.of(arguments));
        return execute(command);
    }

    /** Runs {@code ./skep trace -e} with a program and further arguments. */
    static Result trace(String program, String... arguments) {
        List<String> all = new ArrayList<>(List.of("trace", "-e", program));
        all.addAll(List.of(arguments));
        return run(all.toArray(new String[0]));
    }

    /** Runs a bash script in the checkout's folder; {@code $SKEP} is {@code ./skep}'s full path. */
    static Result shell(String script) {
        return execute(List.of("/bin/bash", "-c", script));
    }

    /** Runs a command in the checkout's folder. */
    static Result execute(List<String> command) {
        try {
            Path out = Files.createTempFile("skep-test", ".out");
            Path err = Files.createTempFile("skep-test", ".err");
            try {
                ProcessBuilder builder =
                        new ProcessBuilder(command)
                                .directory(root().toFile())
                                .redirectInput(Path.of("/dev/null").toFile())
                                .redirectOutput(out.toFile())
                                .redirectError(err.toFile());
                builder.environment().put("SKEP", root().resolve("skep").toString());
                Process process = builder.start();
                if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                    process.descendants().forEach(ProcessHandle::destroyForcibly);
                    process.destroyForcibly();
                    throw new AssertionError(
                            command + " did not end; out: " + text(out) + "; err: " + text(err));
                }
                return new Result(process.exitValue(), text(out), text(err));
            } finally {
                Files.delete(out);
                Files.delete(err);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static String text(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }
}
