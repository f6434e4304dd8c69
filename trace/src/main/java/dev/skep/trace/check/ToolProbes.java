package dev.skep.trace.check;

import dev.skep.trace.schema.Hook;
import dev.skep.trace.syntax.AttachPoint;
import dev.skep.trace.syntax.Problem;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads what the tool itself makes happen: {@code begin}, {@code end}, {@code self:signal:SIGUSR1},
 * {@code test:name} and {@code bench:name}.
 */
final class ToolProbes {
    private static final String SIGNAL = "SIGUSR1";

    private final Problems problems;
    private final List<Named> trials = new ArrayList<>();

    /** A test or benchmark, and where it stands. */
    private record Named(Hook hook, AttachPoint point) {}

    ToolProbes(Problems problems) {
        this.problems = problems;
    }

    /** {@return {@code hook}, or null if more was said, which is noted} */
    @Nullable Hook plain(AttachPoint point, Provider provider, Hook hook) {
        return hasParts(point, provider, 0) ? hook : null;
    }

    private boolean hasParts(AttachPoint point, Provider provider, int wanted) {
        int parts = point.parts().size();
        if (parts == wanted) {
            return true;
        }
        problems.error(
                point.span(),
                provider.text() + " probe type requires " + wanted + " arguments, found " + parts);
        return false;
    }

    /** {@return the signal that is meant, or null if it can't be, which is noted} */
    @Nullable Hook signal(AttachPoint point) {
        if (!hasParts(point, Provider.SELF, 2)) {
            return null;
        }
        String trigger = point.parts().getFirst();
        String signal = point.parts().getLast();
        if (!trigger.equals("signal")) {
            problems.error(point.span(), trigger + " is not a supported trigger");
            return null;
        }
        if (!signal.equals(SIGNAL)) {
            problems.error(point.span(), signal + " is not a supported signal");
            return null;
        }
        return new Hook.Signal();
    }

    /** {@return the test or benchmark that is meant, or null if it can't be, which is noted} */
    @Nullable Hook trial(AttachPoint point, Provider provider) {
        if (!hasParts(point, provider, 1)) {
            return null;
        }
        String name = point.parts().getFirst();
        if (name.isEmpty()) {
            problems.error(point.span(), provider.text() + " probes must have a name");
            return null;
        }
        Hook hook = provider == Provider.TEST ? new Hook.Test(name) : new Hook.Bench(name);
        for (Named other : trials) {
            if (other.hook.equals(hook)) {
                problems.error(
                        Problem.error(
                                point.span(),
                                "\""
                                        + name
                                        + "\" was used as the name for more than one "
                                        + provider
                                        + " probe"),
                        List.of(Problem.error(other.point.span(), "this is the other instance")));
                return null;
            }
        }
        trials.add(new Named(hook, point));
        return hook;
    }
}
