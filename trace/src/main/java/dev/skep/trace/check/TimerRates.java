package dev.skep.trace.check;

import dev.skep.trace.schema.Hook.Rate;
import dev.skep.trace.syntax.AttachPoint;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** Reads how often a timer fires: {@code hz:99}, {@code s:1}, {@code 1s}, {@code 1000000}. */
final class TimerRates {
    private static final long NANOS_PER_MICRO = 1_000;

    /** The kernel's own limit is far below; a nanosecond is what a timer can tell apart. */
    private static final long MOST_HERTZ = 1_000_000_000;

    private final Problems problems;

    TimerRates(Problems problems) {
        this.problems = problems;
    }

    /**
     * A rate and what it is called.
     *
     * @param rate the rate
     * @param name its name in full, as {@code us:1000}
     */
    record Named(Rate rate, String name) {}

    /**
     * {@return the rate that an attach point asks for, or null if it does not say one, which is
     * noted}
     */
    @Nullable Named rate(AttachPoint point, Provider provider) {
        List<String> parts = point.parts();
        return switch (parts.size()) {
            case 1 -> period(point, provider, parts.getFirst());
            case 2 -> inUnits(point, provider, parts.get(0), parts.get(1));
            default -> {
                problems.error(
                        point.span(),
                        provider.text()
                                + " probe type requires 1 or 2 arguments, found "
                                + parts.size());
                yield null;
            }
        };
    }

    private @Nullable Named period(AttachPoint point, Provider provider, String text) {
        Integers.Read number = Integers.read(text);
        if (number.error() != null) {
            return unreadable(point, provider, number.error());
        }
        long nanoseconds = number.value();
        if (number.negative() || nanoseconds < NANOS_PER_MICRO) {
            problems.error(
                    point.span(),
                    "Invalid rate of "
                            + provider.text()
                            + " probe. Minimum is 1000 or 1us. Found: "
                            + (number.negative() ? "-" : "")
                            + Long.toUnsignedString(nanoseconds)
                            + " nanoseconds");
            return null;
        }
        return new Named(new Rate.Period(nanoseconds), "us:" + nanoseconds / NANOS_PER_MICRO);
    }

    private @Nullable Named inUnits(
            AttachPoint point, Provider provider, String unit, String text) {
        Integers.Read number = Integers.read(text);
        if (number.error() != null) {
            return unreadable(point, provider, number.error());
        }
        long nanoseconds =
                switch (unit) {
                    case "us" -> NANOS_PER_MICRO;
                    case "ms" -> 1_000_000;
                    case "s" -> 1_000_000_000;
                    default -> 0;
                };
        boolean hertz = unit.equals("hz");
        if (nanoseconds == 0 && !hertz) {
            problems.error(
                    point.span(),
                    unit + " is not an accepted unit of time",
                    "units are hz, s, ms, us");
            return null;
        }
        long value = number.value();
        boolean fits =
                hertz
                        ? value <= MOST_HERTZ
                        : Math.multiplyHigh(value, nanoseconds) == 0 && value * nanoseconds >= 0;
        if (!number.isPositive() || !fits) {
            problems.error(
                    point.span(), provider.text() + " frequency should be a positive integer");
            return null;
        }
        return new Named(
                hertz ? new Rate.Frequency(value) : new Rate.Period(value * nanoseconds),
                unit + ":" + value);
    }

    private @Nullable Named unreadable(AttachPoint point, Provider provider, String error) {
        problems.error(point.span(), "Invalid rate of " + provider.text() + " probe: " + error);
        return null;
    }
}
