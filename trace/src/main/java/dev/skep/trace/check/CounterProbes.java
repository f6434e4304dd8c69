package dev.skep.trace.check;

import dev.skep.bpf.link.Counter;
import dev.skep.trace.schema.Hook;
import dev.skep.trace.syntax.AttachPoint;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** Reads {@code software:event[:count]} and {@code hardware:event[:count]}. */
final class CounterProbes {
    private final Problems problems;

    CounterProbes(Problems problems) {
        this.problems = problems;
    }

    /** {@return what is counted, or null if it is nothing known, which is noted} */
    Hook.@Nullable Counted counted(AttachPoint point, Provider provider) {
        List<String> parts = point.parts();
        if (parts.isEmpty() || parts.size() > 2) {
            problems.error(
                    point.span(),
                    provider.text()
                            + " probe type requires 1 or 2 arguments, found "
                            + parts.size());
            return null;
        }
        if (KernelFunctionProbes.isPattern(parts.getFirst())) {
            problems.error(
                    point.span(),
                    "wildcards are not allowed for " + provider.text() + " probe type");
            return null;
        }
        Counter counter = named(parts.getFirst(), provider == Provider.HARDWARE);
        if (counter == null) {
            unknown(point, provider);
            return null;
        }
        if (parts.size() == 1 || parts.get(1).isEmpty()) {
            return new Hook.Counted(counter, counter.defaultPeriod());
        }
        Integers.Read count = Integers.read(parts.get(1));
        if (count.error() != null) {
            problems.error(
                    point.span(),
                    "Invalid count for " + provider.text() + " probe: " + count.error());
            return null;
        }
        if (count.negative() || count.value() < 0) {
            problems.error(point.span(), provider.text() + " count should be a positive integer");
            return null;
        }
        if (count.value() == 0) {
            return new Hook.Counted(counter, counter.defaultPeriod());
        }
        return new Hook.Counted(counter, count.value());
    }

    private static @Nullable Counter named(String name, boolean hardware) {
        for (Counter counter : Counter.values()) {
            if (counter.hardware() == hardware
                    && (counter.eventName().equals(name)
                            || (!name.isEmpty() && counter.alias().equals(name)))) {
                return counter;
            }
        }
        return null;
    }

    private void unknown(AttachPoint point, Provider provider) {
        List<String> known = new ArrayList<>();
        for (Counter counter : Counter.values()) {
            if (counter.hardware() == (provider == Provider.HARDWARE)) {
                known.add(counter.eventName());
                if (!counter.alias().isEmpty()) {
                    known.add(counter.alias());
                }
            }
        }
        String name = point.parts().getFirst();
        String nearest = NearestName.of(name, known);
        problems.error(
                point.span(),
                name + " is not a " + provider.text() + " probe",
                nearest == null
                        ? "the events are " + String.join(", ", known)
                        : "did you mean " + provider.text() + ":" + nearest + "?");
    }
}
