package dev.skep.trace.check;

import dev.skep.bpf.target.Target;
import dev.skep.bpf.target.Tracepoint;
import dev.skep.bpf.target.TracepointFormat;
import dev.skep.bpf.target.Tracepoints;
import dev.skep.bpf.target.Wildcard;
import dev.skep.trace.schema.Hook;
import dev.skep.trace.syntax.AttachPoint;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;

/**
 * Finds tracepoints and raw tracepoints. Formats and BTF are read only where arguments are used.
 */
final class TracepointResolver {
    private final Problems problems;
    private final Target target;
    private final int maxStrlen;
    private final NamedTypes names;
    private @Nullable RawTracepoints raw;

    TracepointResolver(Analysis analysis) {
        this.problems = analysis.problems();
        this.target = analysis.target();
        this.maxStrlen = analysis.config().maxStrlen();
        this.names = analysis.namedTypes();
    }

    /** Adds what {@code tracepoint:category:event} matches, and returns whether anything did. */
    boolean tracepoint(ProbeContext probe, AttachPoint point, List<ResolvedAttachPoint> resolved) {
        if (point.parts().size() != 2) {
            return false;
        }
        String category = point.parts().get(0);
        String event = point.parts().get(1);
        if (!isPattern(category) && !isPattern(event)) {
            Optional<TracepointFormat> format = target.tracepoints().format(category, event);
            if (format.isPresent()) {
                resolved.add(resolved(point, format.get()));
            }
            return format.isPresent();
        }
        List<Tracepoint> matches = target.tracepoints().match(category, event);
        for (Tracepoint match : matches) {
            resolved.add(
                    probe.usesArguments()
                            ? withArguments(point, match)
                            : withoutArguments(point, match));
        }
        return !matches.isEmpty();
    }

    private static boolean isPattern(String name) {
        return name.indexOf('*') >= 0;
    }

    private ResolvedAttachPoint withArguments(AttachPoint point, Tracepoint match) {
        Optional<TracepointFormat> format =
                target.tracepoints().format(match.category(), match.event());
        return format.isPresent() ? resolved(point, format.get()) : withoutArguments(point, match);
    }

    private ResolvedAttachPoint resolved(AttachPoint point, TracepointFormat format) {
        Tracepoint name = format.name();
        return new ResolvedAttachPoint(
                point,
                fullName(name),
                new Hook.Tracepoint(name.category(), name.event(), format.id()),
                TracepointArguments.of(format, maxStrlen, names));
    }

    private static ResolvedAttachPoint withoutArguments(AttachPoint point, Tracepoint name) {
        return new ResolvedAttachPoint(
                point,
                fullName(name),
                new Hook.Tracepoint(name.category(), name.event(), -1),
                new ProbeArguments.Fields(List.of()));
    }

    private static String fullName(Tracepoint name) {
        return "tracepoint:" + name;
    }

    /**
     * {@return what to say of an attach point that matched nothing; null if more was wrong, which
     * is noted}
     */
    @Nullable String missing(AttachPoint point) {
        List<String> parts = point.parts();
        if (parts.size() == 2) {
            return "No matches for tracepoint " + parts.get(0) + ":" + parts.get(1) + ".";
        }
        problems.error(
                point.span(), "tracepoint probe type requires 2 arguments, found " + parts.size());
        return null;
    }

    /** {@return the tracepoint that may have been meant, or null} */
    @Nullable String nearest(AttachPoint point) {
        List<String> parts = point.parts();
        if (parts.size() != 2 || isPattern(parts.get(0)) || isPattern(parts.get(1))) {
            return null;
        }
        Tracepoints known = target.tracepoints();
        List<String> categories = known.categories();
        String category = parts.get(0);
        if (!categories.contains(category)) {
            String near = NearestName.of(category, categories);
            category = near == null ? categoryOf(parts.get(1)) : near;
        }
        if (category == null) {
            return null;
        }
        List<String> events = known.events(category);
        String event = parts.get(1);
        String near = events.contains(event) ? event : NearestName.of(event, events);
        return near == null ? null : "tracepoint:" + category + ":" + near;
    }

    private @Nullable String categoryOf(String event) {
        List<Tracepoint> matches = target.tracepoints().match("*", event);
        return matches.isEmpty() ? null : matches.getFirst().category();
    }

    /** Adds what {@code rawtracepoint[:module]:event} matches, and returns whether anything did. */
    boolean rawTracepoint(
            ProbeContext probe, AttachPoint point, List<ResolvedAttachPoint> resolved) {
        if (point.parts().isEmpty() || point.parts().size() > 2) {
            return false;
        }
        if (point.parts().size() == 2 && !isOfKernel(point.parts().getFirst())) {
            return false;
        }
        String event = point.parts().getLast();
        RawTracepoints known = raw();
        boolean found = false;
        if (isPattern(event)) {
            var pattern = new Wildcard(event);
            for (String name : known.all()) {
                if (pattern.matches(name)) {
                    resolved.add(rawResolved(probe, point, name));
                    found = true;
                }
            }
        } else if (known.contains(event)) {
            resolved.add(rawResolved(probe, point, event));
            found = true;
        }
        return found;
    }

    private static boolean isOfKernel(String module) {
        return module.equals("vmlinux") || isPattern(module);
    }

    private ResolvedAttachPoint rawResolved(ProbeContext probe, AttachPoint point, String event) {
        return new ResolvedAttachPoint(
                point,
                "rawtracepoint:vmlinux:" + event,
                new Hook.RawTracepoint(event),
                probe.usesArguments()
                        ? raw().arguments(event)
                        : new ProbeArguments.Words(List.of()));
    }

    /**
     * {@return what to say of an attach point that matched nothing; null if more was wrong, which
     * is noted}
     */
    @Nullable String missingRaw(AttachPoint point) {
        List<String> parts = point.parts();
        if (parts.isEmpty() || parts.size() > 2) {
            problems.error(
                    point.span(),
                    "rawtracepoint probe type requires 2 or 1 arguments, found " + parts.size());
            return null;
        }
        if (!raw().known()) {
            problems.error(
                    point.span(),
                    "rawtracepoint probes need the kernel's BTF, which this kernel does not have"
                            + " (CONFIG_DEBUG_INFO_BTF)",
                    "use a tracepoint");
            return null;
        }
        if (parts.size() == 2 && !isOfKernel(parts.getFirst())) {
            problems.error(point.span(), "raw tracepoints of modules are not supported yet");
            return null;
        }
        return "No matches for rawtracepoint " + String.join(":", parts) + ".";
    }

    /** {@return the raw tracepoint that may have been meant, or null} */
    @Nullable String nearestRaw(AttachPoint point) {
        List<String> parts = point.parts();
        if (parts.isEmpty() || isPattern(parts.getLast())) {
            return null;
        }
        String near = NearestName.of(parts.getLast(), raw().all());
        return near == null ? null : "rawtracepoint:" + near;
    }

    private RawTracepoints raw() {
        if (raw == null) {
            raw = new RawTracepoints(target.btf());
        }
        return raw;
    }
}
