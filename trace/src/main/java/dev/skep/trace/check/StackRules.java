package dev.skep.trace.check;

import dev.skep.trace.record.StackMode;
import dev.skep.trace.syntax.Expression;
import dev.skep.trace.syntax.Span;
import dev.skep.trace.syntax.Vocabulary;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** The types of stacks, and of addresses that are shown by name. */
final class StackRules {
    /** As deep as the kernel unwinds unless told otherwise (kernel.perf_event_max_stack). */
    private static final int DEFAULT_FRAMES = 127;

    /** Before 5.11 a key has at most 512 bytes: a stack that does not say how deep must fit. */
    private static final int DEFAULT_FRAMES_OLD = 60;

    private static final int MOST_FRAMES = 1024;

    private final Analysis analysis;
    private final Problems problems;
    private final Typing typing;

    StackRules(Analysis analysis, Typing typing) {
        this.analysis = analysis;
        this.problems = analysis.problems();
        this.typing = typing;
    }

    /** {@code kstack}, {@code kstack(3)}, {@code ustack(perf)}, {@code ustack(perf, 3)}. */
    @Nullable Shape stack(Function function, Span place, List<Expression> arguments) {
        StackMode mode = analysis.config().stackMode();
        int frames = defaultFrames();
        for (int i = 0; i < arguments.size(); i++) {
            Expression argument = arguments.get(i);
            if (i == 0
                    && argument instanceof Expression.Name(var span, var name)
                    && !Vocabulary.isBuiltin(name)) {
                StackMode named = StackMode.named(name);
                if (named == null) {
                    invalidMode(function, span, name);
                    return null;
                }
                mode = named;
            } else if (i == 0 && arguments.size() == 2) {
                problems.error(place, "Expected stack mode as first argument");
                return null;
            } else {
                frames = frames(function, place, argument);
            }
        }
        if (mode == StackMode.BUILD_ID && function == Function.KSTACK) {
            problems.error(place, "'build_id' stack mode can only be used for ustack");
            return null;
        }
        return frames == 0
                ? null
                : new Shape.Fixed(new ScriptType.Stack(function == Function.USTACK, mode, frames));
    }

    /** {@code len(kstack)}: how many frames there are. Of maps it is a loop by now. */
    @Nullable Shape length(Expression stack) {
        Shape shape = typing.value(stack);
        if (shape == null) {
            return null;
        }
        if (!(shape.type() instanceof ScriptType.Stack)) {
            problems.error(stack.span(), "call to len() expects a map, ustack, or kstack");
            return null;
        }
        return Shape.of(ScriptType.Int.INT64);
    }

    private int defaultFrames() {
        return analysis.target().version().isAtLeast(5, 11) ? DEFAULT_FRAMES : DEFAULT_FRAMES_OLD;
    }

    private void invalidMode(Function function, Span place, String name) {
        String message =
                "Error parsing stack mode: "
                        + function.text()
                        + ": Invalid value for stack_mode: valid values are bpftrace, raw, perf,"
                        + " and build_id.";
        String nearest = NearestName.of(name, List.of("bpftrace", "build_id", "perf", "raw"));
        if (nearest == null) {
            problems.error(place, message);
        } else {
            problems.error(place, message, "did you mean " + nearest + "?");
        }
    }

    private int frames(Function function, Span place, Expression limit) {
        if (!(limit instanceof Expression.Name)) {
            typing.value(limit);
        }
        if (!(analysis.constant(limit) instanceof Constant.Int(long value, boolean unsigned))
                || (value < 0 && !unsigned)) {
            problems.error(place, function.text() + ": invalid limit value");
            return 0;
        }
        if (unsigned || value < 1 || value > MOST_FRAMES) {
            problems.error(
                    place,
                    function.text()
                            + "([int limit]): shouldn't exceed "
                            + MOST_FRAMES
                            + " and must be at least 1, "
                            + (unsigned ? Long.toUnsignedString(value) : Long.toString(value))
                            + " given");
            return 0;
        }
        return (int) value;
    }

    /** {@code ksym(address)}, {@code usym(address)}. */
    @Nullable Shape symbol(Function function, Expression address) {
        Shape shape = typing.value(address);
        if (shape == null) {
            return null;
        }
        if (!(shape instanceof Shape.Integral) && !(shape.type() instanceof ScriptType.Pointer)) {
            problems.error(
                    address.span(), function.text() + "() expects an integer or pointer argument");
            return null;
        }
        return new Shape.Fixed(new ScriptType.Symbol(function == Function.USYM));
    }
}
