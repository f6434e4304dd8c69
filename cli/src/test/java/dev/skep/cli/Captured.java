package dev.skep.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Streams that keep what is written to them. */
final class Captured {
    private final ByteArrayOutputStream outBytes = new ByteArrayOutputStream();
    private final ByteArrayOutputStream errBytes = new ByteArrayOutputStream();
    private final Streams streams;

    private Captured(String calledAs, Colour colour, Map<String, String> environment) {
        PrintStream err = new PrintStream(errBytes, false, StandardCharsets.UTF_8);
        streams =
                new Streams(
                        new DataOutput(outBytes, Buffering.BATCH),
                        new Diagnostics(err, colour),
                        calledAs,
                        Timings.OFF,
                        Environment.of(environment));
    }

    static Captured plain() {
        return new Captured("skep", Colour.NEVER, Map.of());
    }

    static Captured coloured() {
        return new Captured("skep", Colour.ALWAYS, Map.of());
    }

    static Captured calledAs(String name) {
        return new Captured(name, Colour.NEVER, Map.of());
    }

    static Captured calledAs(String name, Map<String, String> environment) {
        return new Captured(name, Colour.NEVER, environment);
    }

    /** {@return the exit code of {@code skep} with these arguments} */
    int run(String... arguments) {
        return new Main(streams).run(arguments);
    }

    Streams streams() {
        return streams;
    }

    /** {@return what was written to standard output so far} */
    String out() {
        streams.out().flush();
        return outBytes.toString(StandardCharsets.UTF_8);
    }

    /** {@return what was written to standard error so far} */
    String err() {
        return errBytes.toString(StandardCharsets.UTF_8);
    }
}
