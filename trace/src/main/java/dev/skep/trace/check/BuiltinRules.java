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
        if (!arguments.isEmpty() && !takes(function, place, arguments.getFirst())) {
            return null;
        }
        return switch (function) {
            case PID, TID -> Shape.of(ScriptType.Int.UINT32);
            case PPID, LEADER_TID -> Shape.of(ScriptType.Int.UINT32);
            case CGROUP, CPID, CPU, ELAPSED, GID, JIFFIES, NCPUS, NSECS, NUMAID, RAND, UID ->
                    Shape.of(ScriptType.Int.UINT64);
            case USERMODE -> usermode(place);
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

    /** {@return whether a builtin takes that argument} */
    private boolean takes(Function function, Span place, Expression argument) {
        return switch (function) {
            case NSECS -> clock(place, argument);
            case PID, TID -> namespace(function, place, argument);
            case PPID, PCOMM -> task("real_parent", place, argument);
            case LEADER_TID, LEADER_COMM -> task("group_leader", place, argument);
            case COMM -> process(place, argument);
            default -> throw new IllegalArgumentException("takes no argument: " + function);
        };
    }

    private boolean clock(Span place, Expression argument) {
        if (argument instanceof Expression.Name(Span span, String clock)) {
            return nsecsMode(clock, span);
        }
        problems.error(
                place, "nsecs() only supports boot, monotonic, tai and sw_tai as the argument");
        return false;
    }

    private boolean namespace(Function function, Span place, Expression argument) {
        if (!(argument instanceof Expression.Name(Span span, String name))) {
            problems.error(
                    place, function.text() + "() only supports curr_ns and init as the argument");
            return false;
        }
        boolean known = name.equals("curr_ns") || name.equals("init");
        if (!known) {
            problems.error(
                    span, "Invalid PID namespace mode: " + name + " (expects: curr_ns or init)");
        }
        return known;
    }

    /** {@return whether an argument points to a {@code task_struct}} */
    private boolean task(String field, Span place, Expression argument) {
        Shape shape = typing.value(argument);
        if (shape == null) {
            return false;
        }
        if (shape.type() instanceof ScriptType.Pointer(var _, ScriptType pointee)
                && pointee instanceof ScriptType.Composite struct) {
            if (struct.name().equals("task_struct")) {
                return true;
            }
            problems.error(
                    place,
                    "Struct/union of type '"
                            + struct.text()
                            + "' does not contain a field named '"
                            + field
                            + "'");
            return false;
        }
        problems.error(
                place,
                "Can not access field '"
                        + field
                        + "' on expression of type '"
                        + shape.type().text()
                        + "'");
        return false;
    }

    private boolean process(Span place, Expression argument) {
        Shape shape = typing.value(argument);
        boolean isNumber = shape != null && shape.number() != null;
        if (shape != null && !isNumber) {
            problems.error(place, "Only integer supported for comm()'s pid");
        }
        OtherProcess rules = new OtherProcess(analysis.target(), problems);
        return rules.isAllowed(place, typing.current()) && isNumber;
    }

    /** {@code usermode}: from the code segment of what was interrupted. */
    private @Nullable Shape usermode(Span place) {
        if (analysis.target().arch().registers().offset("cs") < 0) {
            problems.error(place, "'usermode' builtin is only supported on x86_64");
            return null;
        }
        return Shape.of(new ScriptType.Int(1, false));
    }

    private int longestName() {
        ProbeContext probe = typing.current().probe();
        int longest = 0;
        for (ResolvedAttachPoint point : probe.attachPoints()) {
            longest = Math.max(longest, point.name().length());
        }
        return longest;
    }
}
