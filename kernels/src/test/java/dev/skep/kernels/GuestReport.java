package dev.skep.kernels;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** What became of a guest; it grows while the guest runs. */
final class GuestReport {

    /** A test that failed, and what is known of why. */
    record Failure(String name, List<String> details) {}

    private final List<GuestEvent.Passed> passed = new ArrayList<>();
    private final List<Failure> failures = new ArrayList<>();
    private final List<GuestEvent.LeftOut> leftOut = new ArrayList<>();
    private final List<String> ran = new ArrayList<>();
    private String last = "booting";
    private boolean booted;
    private boolean ended;
    private @Nullable String problem;
    private Duration processorTime = Duration.ZERO;

    /** Takes what the guest says. */
    void take(GuestEvent event) {
        switch (event) {
            case GuestEvent.Booted _ -> {
                booted = true;
                last = "starting JUnit";
            }
            case GuestEvent.Began e -> last = e.name();
            case GuestEvent.Passed e -> {
                passed.add(e);
                ran.add(e.id());
            }
            case GuestEvent.Failed e -> {
                failures.add(new Failure(e.name(), new ArrayList<>()));
                ran.add(e.id());
            }
            case GuestEvent.Detail e -> {
                if (!failures.isEmpty()) {
                    failures.getLast().details.add(e.text());
                }
            }
            case GuestEvent.LeftOut e -> leftOut.add(e);
            case GuestEvent.Ended _ -> ended = true;
        }
    }

    /** The machine had to be ended, for this reason. */
    void stopped(String reason) {
        problem = reason + "; the last it did was " + last;
    }

    /** The machine has ended, having used this much of the host's processors. */
    void finished(Duration used) {
        processorTime = used;
        if (problem == null && !ended) {
            problem =
                    booted
                            ? "ended before its tests did; the last it did was " + last
                            : "ended before its tests began";
        }
        if (problem == null && passed.isEmpty() && failures.isEmpty() && leftOut.isEmpty()) {
            problem = "reported no test";
        }
    }

    /** {@return whether the tests have begun} */
    boolean hasBooted() {
        return booted;
    }

    /** {@return why the guest itself failed, or null if it did not} */
    @Nullable String problem() {
        return problem;
    }

    /** {@return how many tests passed} */
    int passed() {
        return passed.size();
    }

    /** {@return what failed} */
    List<Failure> failures() {
        return failures;
    }

    /** {@return how many tests this kernel left out} */
    int leftOut() {
        return leftOut.size();
    }

    /** {@return the ids of the tests that ran, well or not} */
    List<String> ran() {
        return ran;
    }

    /** {@return how much of the host's processors it used} */
    Duration processorTime() {
        return processorTime;
    }

    /** {@return the tests that took longest, with their times} */
    List<String> slowest(int count) {
        return passed.stream()
                .sorted(Comparator.comparingLong(GuestEvent.Passed::millis).reversed())
                .limit(count)
                .map(e -> String.format(Locale.ROOT, "%s %.1f s", e.name(), e.millis() / 1000.0))
                .toList();
    }
}
