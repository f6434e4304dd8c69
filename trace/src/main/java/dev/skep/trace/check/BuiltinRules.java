package dev.skep.trace.check;

import dev.skep.trace.syntax.Expression;
import dev.skep.trace.syntax.Span;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** The types of values that are there without being computed. */
final class BuiltinRules {
    /** TASK_COMM_LEN of the kernel. */
    private static final int COMM_LENGTH = 16;

    private final Problems problems;
    private final Typing typing;

    BuiltinRules(Analysis analysis, Typing typing) {
        this.problems = analysis.problems();
        this.typing = typing;
    }

    @Nullable Shape shape(Function function, List<Expression> arguments) {
        if (!arguments.isEmpty() && !mode(function, arguments.getFirst())) {
            return null;
        }
        return switch (function) {
            case PID, TID -> Shape.of(ScriptType.Int.UINT32);
            case CPU, ELAPSED, GID, NSECS, UID -> Shape.of(ScriptType.Int.UINT64);
            case COMM -> new Shape.Text(COMM_LENGTH);
            case PROBE -> new Shape.Text(longestName() + 1);
            default -> throw new IllegalArgumentException("not a builtin: " + function);
        };
    }

    /** The modes that say what is meant anyway are taken, others not yet. */
    private boolean mode(Function function, Expression argument) {
        String usual = function == Function.NSECS ? "boot" : "curr_ns";
        boolean known =
                argument instanceof Expression.Name(Span _, String name) && name.equals(usual);
        if (!known) {
            problems.error(
                    argument.span(),
                    function.text() + "() with anything but " + usual + " is not supported yet");
        }
        return known;
    }

    private int longestName() {
        ProbeContext probe = typing.current().probe();
        String given = probe.syntax().name();
        if (given != null) {
            return given.length();
        }
        int longest = 0;
        for (ResolvedAttachPoint point : probe.attachPoints()) {
            longest = Math.max(longest, point.name().length());
        }
        return longest;
    }
}
