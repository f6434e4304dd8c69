package dev.skep.cli;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a run's time went, for {@code bench/startup}: with {@code SKEP_TIMINGS} set, {@code ./skep}
 * passes on when it was started and when it started the JVM, and what each phase took is printed at
 * the end.
 */
final class Timings {

    private record Phase(String name, long micros) {}

    /** Measures nothing. */
    static final Timings OFF = new Timings(false, 0);

    private final boolean on;
    private final List<Phase> phases = new ArrayList<>();
    private long last;

    private Timings(boolean on, long last) {
        this.on = on;
        this.last = last;
    }

    /**
     * {@return timings of this process}
     *
     * @param launch when {@code ./skep} was started and when it started the JVM, in µs since 1970,
     *     separated by a comma; empty to measure nothing
     */
    static Timings since(String launch) {
        int comma = launch.indexOf(',');
        if (comma < 0) {
            return OFF;
        }
        long script = Long.parseLong(launch, 0, comma, 10);
        long jvm = Long.parseLong(launch, comma + 1, launch.length(), 10);
        Timings timings = new Timings(true, jvm);
        timings.phases.add(new Phase("skep (bash)", jvm - script));
        return timings;
    }

    /** What happened since the last call was this phase. */
    void done(String phase) {
        if (on) {
            long now = micros();
            phases.add(new Phase(phase, now - last));
            last = now;
        }
    }

    /** Prints a line for each phase, with its time in ms. */
    void print(Diagnostics err) {
        for (Phase phase : phases) {
            err.line(
                    "timing: "
                            + phase.name()
                            + " "
                            + phase.micros() / 1000
                            + "."
                            + phase.micros() / 100 % 10);
        }
    }

    private static long micros() {
        Instant now = Instant.now();
        return now.getEpochSecond() * 1_000_000 + now.getNano() / 1000;
    }
}
