package dev.skep.trace.check;

import dev.skep.trace.schema.Hook.Rate;
import dev.skep.trace.syntax.AttachPoint;
import dev.skep.trace.syntax.IntegerText;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** Reads how often a timer fires: {@code hz:99}, {@code s:1}, {@code 1s}, {@code 1000000}. */
final class TimerRates {
    private final Problems problems;

    TimerRates(Problems problems) {
        this.problems = problems;
    }

    /**
     * {@return the rate that an attach point asks for, or null if it does not say one, which is
     * noted}
     */
    @Nullable Rate rate(AttachPoint point, Provider provider) {
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

    private @Nullable Rate period(AttachPoint point, Provider provider, String text) {
        IntegerText number = IntegerText.read(text);
        if (number.error() != null || number.value() <= 0) {
            return invalid(point, provider, text);
        }
        return new Rate.Period(number.value());
    }

    private @Nullable Rate inUnits(AttachPoint point, Provider provider, String unit, String text) {
        IntegerText number = IntegerText.read(text);
        long value = number.value();
        if (number.error() != null || value <= 0) {
            return invalid(point, provider, text);
        }
        long nanoseconds =
                switch (unit) {
                    case "us" -> 1_000;
                    case "ms" -> 1_000_000;
                    case "s" -> 1_000_000_000;
                    default -> 0;
                };
        if (unit.equals("hz")) {
            // The kernel's own limit is far below; a nanosecond is what a timer can tell apart.
            return value <= 1_000_000_000
                    ? new Rate.Frequency(value)
                    : invalid(point, provider, text);
        }
        if (nanoseconds == 0) {
            problems.error(
                    point.span(),
                    "Invalid unit '" + unit + "' for " + provider.text() + " probe",
                    "units are hz, s, ms, us");
            return null;
        }
        if (Math.multiplyHigh(value, nanoseconds) != 0 || value * nanoseconds < 0) {
            return invalid(point, provider, text);
        }
        return new Rate.Period(value * nanoseconds);
    }

    private @Nullable Rate invalid(AttachPoint point, Provider provider, String text) {
        problems.error(
                point.span(), "Invalid rate '" + text + "' for " + provider.text() + " probe");
        return null;
    }
}
