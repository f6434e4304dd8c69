package dev.skep.trace.check;

import dev.skep.trace.syntax.Preamble;
import dev.skep.trace.syntax.Span;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Looks through the C part of a script. What stands between {@code #ifndef BPFTRACE_HAVE_BTF} and
 * {@code #endif} is for kernels without types, and passed over; anything else is refused.
 */
final class PreambleRules {
    private final Analysis analysis;
    private final Preamble preamble;

    /** For each open {@code #if}, whether what stands in it counts. */
    private final Deque<Boolean> open = new ArrayDeque<>();

    private PreambleRules(Analysis analysis, Preamble preamble) {
        this.analysis = analysis;
        this.preamble = preamble;
    }

    static void check(Analysis analysis) {
        Preamble preamble = analysis.script().preamble();
        if (preamble != null) {
            new PreambleRules(analysis, preamble).lines();
        }
    }

    private void lines() {
        String text = preamble.text();
        int start = 0;
        while (start < text.length()) {
            int end = text.indexOf('\n', start);
            end = end < 0 ? text.length() : end;
            if (!line(text.substring(start, end).strip())) {
                int at = preamble.span().start() + start;
                analysis.problems()
                        .error(
                                new Span(at, at + end - start),
                                "declarations and directives of C are not supported yet");
                return;
            }
            start = end + 1;
        }
    }

    /** Returns whether a line is understood. */
    private boolean line(String line) {
        String directive = line.startsWith("#") ? line.substring(1).strip() : "";
        if (directive.startsWith("if")) {
            Boolean counts = condition(directive);
            open.push(counts == null || counts);
            return counts != null || isPassedOver();
        }
        if (directive.startsWith("else") && !open.isEmpty()) {
            open.push(!open.pop());
            return true;
        }
        if (directive.startsWith("endif") && !open.isEmpty()) {
            open.pop();
            return true;
        }
        return isPassedOver() || line.isEmpty() || line.startsWith("//");
    }

    private boolean isPassedOver() {
        return open.contains(false);
    }

    /** {@return whether what follows counts, or null if that can't be told} */
    private @Nullable Boolean condition(String directive) {
        boolean haveTypes = analysis.target().btf().isPresent();
        return switch (directive) {
            case "ifndef BPFTRACE_HAVE_BTF" -> !haveTypes;
            case "ifdef BPFTRACE_HAVE_BTF" -> haveTypes;
            default -> null;
        };
    }
}
