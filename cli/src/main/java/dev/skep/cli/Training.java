package dev.skep.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * What the JVM watches while the cache is made that lets it start fast: the uses that people make
 * of Skep, as far as they need neither a privilege nor the running kernel. Run by {@code
 * build/build.sh}.
 */
final class Training {

    private Training() {}

    /** Runs; the only argument is the checkout's folder. */
    public static void main(String[] args) throws IOException {
        String[][] uses = {
            {"--help"},
            {"--version"},
            {"help", "trace"},
            {"trace", "--frobnicate"},
            {"trace", "/no/such/file.bt"},
            {"trace", "-l", "interval:*"},
        };
        try (OutputStream nowhere = OutputStream.nullOutputStream();
                PrintStream silent = new PrintStream(nowhere, false, StandardCharsets.UTF_8)) {
            for (String[] use : uses) {
                DataOutput out = new DataOutput(nowhere, Buffering.BATCH);
                new Main(
                                new Streams(
                                        out,
                                        new Diagnostics(silent, Colour.NEVER),
                                        "skep",
                                        Timings.OFF))
                        .run(use);
            }
        }
    }
}
