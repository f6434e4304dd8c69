package dev.skep.cli;

import dev.skep.bpf.btf.Btf;
import dev.skep.bpf.btf.BtfKind;
import dev.skep.bpf.target.Target;
import dev.skep.bpf.target.Tracepoint;
import dev.skep.bpf.target.Wildcard;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What {@code -l} shows: the full names of the attach points that a kernel has and a pattern
 * matches.
 */
final class ProbeListing {

    /** The kernel's BTF has a type of this name for each raw tracepoint. */
    private static final String RAW_TRACEPOINT_TYPE = "btf_trace_";

    private static final List<String> PERIODS = List.of("hz:", "ms:", "s:", "us:");

    private final Target target;
    private final List<String> names = new ArrayList<>();

    private ProbeListing(Target target) {
        this.target = target;
    }

    /**
     * {@return the names, provider by provider}
     *
     * @param patterns attach points with wildcards, separated by commas; one without a colon is of
     *     any provider
     */
    static List<String> matching(Target target, String patterns) {
        ProbeListing listing = new ProbeListing(target);
        int start = 0;
        while (start <= patterns.length()) {
            int comma = patterns.indexOf(',', start);
            int end = comma < 0 ? patterns.length() : comma;
            listing.add(patterns.substring(start, end));
            start = end + 1;
        }
        return listing.names;
    }

    private void add(String pattern) {
        int colon = pattern.indexOf(':');
        Wildcard provider = new Wildcard(colon < 0 ? "*" : fullName(pattern.substring(0, colon)));
        Wildcard rest = new Wildcard(pattern.substring(colon + 1));
        for (String name : List.of("interval", "profile")) {
            if (provider.matches(name)) {
                addMatching(name, PERIODS, rest);
            }
        }
        if (provider.matches("rawtracepoint")) {
            addMatching("rawtracepoint", rawTracepoints(), rest);
        }
        if (provider.matches("tracepoint")) {
            addMatching("tracepoint", tracepoints(), rest);
        }
    }

    private void addMatching(String provider, Iterable<String> known, Wildcard rest) {
        for (String name : known) {
            if (rest.matches(name)) {
                names.add(provider + ":" + name);
            }
        }
    }

    private List<String> tracepoints() {
        List<String> all = new ArrayList<>();
        for (Tracepoint tracepoint : target.tracepoints().match("*", "*")) {
            all.add(tracepoint.toString());
        }
        return all;
    }

    private Set<String> rawTracepoints() {
        Set<String> all = new TreeSet<>();
        Btf btf = target.btf().orElse(null);
        if (btf != null) {
            for (int id = btf.firstId(); id < btf.idCount(); id++) {
                if (btf.kind(id) == BtfKind.TYPEDEF
                        && btf.name(id).startsWith(RAW_TRACEPOINT_TYPE)) {
                    all.add(btf.name(id).substring(RAW_TRACEPOINT_TYPE.length()));
                }
            }
        }
        return all;
    }

    private static String fullName(String provider) {
        return switch (provider) {
            case "i" -> "interval";
            case "p" -> "profile";
            case "rt" -> "rawtracepoint";
            case "t" -> "tracepoint";
            default -> provider;
        };
    }
}
