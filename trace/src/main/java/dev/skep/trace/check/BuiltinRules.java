package dev.skep.trace.check;

import dev.skep.trace.syntax.Expression;
import dev.skep.trace.syntax.Span;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** The types of values that are there without being computed. */
final class BuiltinRules {
    /** TASK_COMM_LEN of the kernel. */
    private static final int COMM_LENGTH = 16;

    private final Analysis analysis;
    private final Problems problems;
    private final Typing typing;

    BuiltinRules(Analysis analysis, Typing typing) {
        this.analysis = analysis;
        this.problems = analysis.problems();
        this.typing = typing;
    }

    @Nullable Shape shape(Function function, Span place, List<Expression> arguments) {
        if (needsTypes(function) && analysis.target().btf().isEmpty()) {
            problems.error(
                    place, function.text() + " needs the kernel's BTF (CONFIG_DEBUG_INFO_BTF)");
            return null;
        }
        if (!arguments.isEmpty() && !mode(function, arguments.getFirst())) {
            return null;
        }
        return switch (function) {
            case PID, TID -> Shape.of(ScriptType.Int.UINT32);
            case PPID, LEADER_TID -> Shape.of(ScriptType.Int.UINT32);
            case CGROUP, CPID, CPU, ELAPSED, GID, JIFFIES, NCPUS, NSECS, NUMAID, RAND, UID ->
                    Shape.of(ScriptType.Int.UINT64);
            case HAS_CPID -> new Shape.Fixed(new ScriptType.Bool());
            case COMM, PCOMM, LEADER_COMM -> new Shape.Text(COMM_LENGTH);
            case PROBE -> new Shape.Text(longestName() + 1);
            default -> throw new IllegalArgumentException("not a builtin: " + function);
        };
    }

    private static boolean needsTypes(Function function) {
        return switch (function) {
            case PPID, PCOMM, LEADER_TID, LEADER_COMM -> true;
            default -> false;
        };
    }

    private boolean nsecsMode(String name, Span place) {
        boolean known =
                switch (name) {
                    case "boot", "monotonic", "sw_tai", "tai" -> true;
                    default -> false;
                };
        if (!known) {
            problems.error(
                    place,
                    "Invalid timestamp mode: " + name,
                    "the modes are boot, monotonic, tai and sw_tai");
        } else if (name.equals("tai") && !analysis.target().version().isAtLeast(6, 1)) {
            problems.error(place, "Kernel does not support tai timestamp, please try sw_tai");
            return false;
        }
        return known;
    }

    /** The modes that say what is meant anyway are taken, others not yet. */
    private boolean mode(Function function, Expression argument) {
        if (function == Function.NSECS
                && argument instanceof Expression.Name(Span span, String clock)) {
            return nsecsMode(clock, span);
        }
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
