package dev.skep.trace.check;

import dev.skep.trace.schema.Hook;
import dev.skep.trace.syntax.AttachPoint;
import dev.skep.trace.syntax.Span;
import dev.skep.trace.syntax.Vocabulary;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * Looks attach points up in the target, wildcards expanded, and finds out what arguments there are.
 */
final class AttachPointResolver {
    private final Analysis analysis;
    private final Problems problems;
    private final TimerRates rates;
    private final TracepointResolver tracepoints;
    private final KernelFunctionProbes functions;
    private final CounterProbes counters;
    private final BinaryProbes binaries;
    private final UsdtProbes usdt;
    private final IteratorProbes iterators;
    private final ToolProbes tool;
    private final WatchpointProbes watchpoints;
    private int total;
    private int programs;

    /** Whether something that the probe at hand names was left out. */
    private boolean skipped;

    private AttachPointResolver(Analysis analysis) {
        this.analysis = analysis;
        this.problems = analysis.problems();
        this.rates = new TimerRates(problems);
        this.tracepoints = new TracepointResolver(analysis);
        this.functions = new KernelFunctionProbes(analysis);
        this.counters = new CounterProbes(problems);
        Binaries opened = new Binaries(analysis.options().pid(), analysis.options().debugFolders());
        this.binaries = new BinaryProbes(analysis, opened);
        this.usdt = new UsdtProbes(analysis, opened);
        this.iterators = new IteratorProbes(analysis);
        this.tool = new ToolProbes(problems);
        this.watchpoints = new WatchpointProbes(problems);
    }

    /** Resolves the attach points of all probes; probes that are nowhere are left out. */
    static void resolve(Analysis analysis) {
        var resolver = new AttachPointResolver(analysis);
        for (ProbeContext probe : analysis.probes()) {
            probe.attachPoints(resolver.resolve(probe));
        }
        analysis.probes().removeIf(probe -> probe.attachPoints().isEmpty());
        analysis.units().removeIf(unit -> unit.probe().attachPoints().isEmpty());
    }

    private List<ResolvedAttachPoint> resolve(ProbeContext probe) {
        List<ResolvedAttachPoint> resolved = new ArrayList<>();
        skipped = false;
        for (AttachPoint written : probe.syntax().attachPoints()) {
            AttachPoint point = withParameters(written);
            Provider provider = provider(point);
            if (provider == null) {
                continue;
            }
            int before = resolved.size();
            resolve(probe, point, provider, resolved);
            drop(before, resolved);
            total += resolved.size() - before;
            if (!checkPrograms(point, provider, resolved.size() - before)) {
                return resolved;
            }
            if (total > analysis.config().maxProbes()) {
                problems.error(
                        point.span(),
                        "Can't attach to "
                                + total
                                + " probes because it exceeds the current limit of "
                                + analysis.config().maxProbes()
                                + " probes.",
                        "You can increase the limit through the BPFTRACE_MAX_PROBES environment"
                                + " variable, or the setting max_probes, but BE CAREFUL since a high"
                                + " number of probes attached can cause your system to crash.");
                return resolved;
            }
        }
        if (skipped && resolved.isEmpty()) {
            List<AttachPoint> points = probe.syntax().attachPoints();
            problems.warning(
                    new Span(points.getFirst().span().start(), points.getLast().span().end()),
                    "Probe has no valid attach points. It is being removed which may cause issues"
                            + " with program behavior.");
        }
        return resolved;
    }

    /** Functions that a wildcard matches share a program, all else is counted each. */
    private boolean checkPrograms(AttachPoint point, Provider provider, int places) {
        boolean shared =
                switch (provider) {
                    case KPROBE, KRETPROBE, UPROBE, URETPROBE -> true;
                    default -> false;
                };
        programs += shared ? Math.min(places, 1) : places;
        int most = analysis.config().maxPrograms();
        if (programs > most) {
            problems.error(
                    point.span(),
                    "Your program is trying to generate more than "
                            + programs
                            + " BPF programs, which exceeds the current limit of "
                            + most,
                    "You can increase the limit through the BPFTRACE_MAX_BPF_PROGS environment"
                            + " variable, or the setting max_bpf_progs.");
        }
        return programs <= most;
    }

    /** Leaves out what the user has no need of. */
    private void drop(int from, List<ResolvedAttachPoint> resolved) {
        for (int i = resolved.size() - 1; i >= from; i--) {
            if (!analysis.options().filter().keeps(resolved.get(i))) {
                resolved.remove(i);
            }
        }
    }

    private @Nullable Provider provider(AttachPoint point) {
        Provider provider = Provider.named(point.provider());
        if (provider != null) {
            return provider;
        }
        String message = "Invalid probe type: " + point.provider();
        String nearest = NearestName.of(point.provider(), Vocabulary.providers());
        if (nearest == null) {
            problems.error(point.span(), message);
        } else {
            problems.error(point.span(), message, "did you mean " + nearest + "?");
        }
        return null;
    }

    private void resolve(
            ProbeContext probe,
            AttachPoint point,
            Provider provider,
            List<ResolvedAttachPoint> resolved) {
        switch (provider) {
            case BEGIN ->
                    add(point, provider, tool.plain(point, provider, new Hook.Begin()), resolved);
            case END -> add(point, provider, tool.plain(point, provider, new Hook.End()), resolved);
            case SELF -> add(point, provider, tool.signal(point), resolved);
            case TEST, BENCH -> add(point, provider, tool.trial(point, provider), resolved);
            case INTERVAL, PROFILE -> {
                TimerRates.Named rate = rates.rate(point, provider);
                if (rate != null) {
                    Hook hook =
                            provider == Provider.PROFILE
                                    ? new Hook.Profile(rate.rate())
                                    : new Hook.Interval(rate.rate());
                    resolved.add(
                            new ResolvedAttachPoint(
                                    point,
                                    provider.text() + ":" + rate.name(),
                                    hook,
                                    new ProbeArguments.None()));
                }
            }
            case TRACEPOINT -> {
                if (!tracepoints.tracepoint(probe, point, resolved)) {
                    missing(point, tracepoints.missing(point), tracepoints.nearest(point));
                }
            }
            case RAWTRACEPOINT -> {
                if (!tracepoints.rawTracepoint(probe, point, resolved)) {
                    missing(point, tracepoints.missingRaw(point), tracepoints.nearestRaw(point));
                }
            }
            case SOFTWARE, HARDWARE ->
                    add(point, provider, counters.counted(point, provider), resolved);
            case KPROBE, KRETPROBE -> missing(point, functions.kprobe(point, provider, resolved));
            case FENTRY, FEXIT ->
                    missing(point, functions.fentry(probe, point, provider, resolved));
            case UPROBE, URETPROBE ->
                    missing(point, binaries.uprobe(probe, point, provider, resolved));
            case USDT -> missing(point, usdt.usdt(point, resolved));
            case ITER -> missing(point, iterators.iterator(point, resolved));
            case WATCHPOINT -> {
                ResolvedAttachPoint watched = watchpoints.watchpoint(point);
                if (watched != null) {
                    resolved.add(watched);
                }
            }
        }
    }

    private static void add(
            AttachPoint point,
            Provider provider,
            @Nullable Hook hook,
            List<ResolvedAttachPoint> resolved) {
        if (hook != null) {
            resolved.add(simple(point, provider, hook));
        }
    }

    private static ResolvedAttachPoint simple(AttachPoint point, Provider provider, Hook hook) {
        var name = new StringBuilder(provider.text());
        for (String part : point.parts()) {
            name.append(':').append(part);
        }
        return new ResolvedAttachPoint(point, name.toString(), hook, new ProbeArguments.None());
    }

    private void missing(AttachPoint point, @Nullable String message, @Nullable String nearest) {
        if (message != null) {
            missing(point, Missing.of(message, nearest));
        }
    }

    private static boolean isPattern(AttachPoint point) {
        for (String part : point.parts()) {
            if (KernelFunctionProbes.isPattern(part)) {
                return true;
            }
        }
        return false;
    }

    private void missing(AttachPoint point, @Nullable Missing missing) {
        if (missing == null) {
            return;
        }
        String message = missing.message();
        String hint = missing.hint();
        boolean pattern = isPattern(point);
        switch (analysis.config().missingProbes()) {
            case WARN -> {
                problems.warning(point.span(), message + " Skipping.");
                skipped = true;
            }
            case ERROR -> {
                if (pattern) {
                    problems.error(
                            point.span(),
                            "Probe has no valid attach points. If this is expected, set the"
                                    + " 'missing_probes' config variable to 'warn'.",
                            message);
                } else if (hint == null) {
                    problems.error(point.span(), message);
                } else {
                    problems.error(point.span(), message, hint);
                }
            }
            case IGNORE -> {
                // It is left out.
            }
        }
    }

    /** Puts positional parameters in: {@code tracepoint:$1:$2}. */
    private AttachPoint withParameters(AttachPoint point) {
        List<String> parts = new ArrayList<>(point.parts().size());
        String provider =
                point.provider().indexOf('$') < 0
                        ? point.provider()
                        : replaceParameters(point.provider());
        boolean changed = !provider.equals(point.provider());
        for (String part : point.parts()) {
            String replaced = part.indexOf('$') < 0 ? part : replaceParameters(part);
            changed |= !replaced.equals(part);
            parts.add(replaced);
        }
        return changed ? new AttachPoint(point.span(), provider, parts) : point;
    }

    private String replaceParameters(String part) {
        List<String> parameters = analysis.options().parameters();
        var replaced = new StringBuilder();
        int at = 0;
        while (at < part.length()) {
            char c = part.charAt(at++);
            int number = 0;
            int end = at;
            while (c == '$'
                    && end < part.length()
                    && part.charAt(end) >= '0'
                    && part.charAt(end) <= '9') {
                number = Math.min(number * 10 + part.charAt(end) - '0', 1 << 20);
                end++;
            }
            if (number == 0) {
                replaced.append(c);
            } else {
                replaced.append(number <= parameters.size() ? parameters.get(number - 1) : "");
                at = end;
            }
        }
        return replaced.toString();
    }
}
