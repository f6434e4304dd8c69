package dev.skep.trace.check;

import dev.skep.trace.check.ScriptType.Pointer;
import dev.skep.trace.schema.Hook;
import dev.skep.trace.syntax.Expression;
import dev.skep.trace.syntax.Span;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** The functions that do something beside saying something. They have no value. */
final class ActionRules {
    private static final Shape NONE = new Shape.Fixed(new ScriptType.None());

    /** The highest number of a signal, SIGRTMAX. */
    private static final int LAST_SIGNAL = 64;

    private final Analysis analysis;
    private final Problems problems;
    private final Typing typing;

    ActionRules(Analysis analysis, Typing typing) {
        this.analysis = analysis;
        this.problems = analysis.problems();
        this.typing = typing;
    }

    @Nullable Shape shape(Function function, Expression call, List<Expression> arguments) {
        Span place = call.span();
        if (function.isUnsafe() && !analysis.options().unsafe()) {
            problems.error(
                    place, function.text() + "() is unsafe. To use you need the --unsafe flag");
        }
        switch (function) {
            case JOIN -> join(place, arguments);
            case SIGNAL, SIGNAL_THREAD -> signal(function, place, arguments.getFirst());
            case ASSERT -> {
                condition(arguments.getFirst());
                literal(function, place, arguments.get(1));
            }
            case STATIC_ASSERT, FAIL -> {
                // Decided when names were resolved.
            }
            default -> throw new IllegalArgumentException("no action: " + function);
        }
        return NONE;
    }

    private void condition(Expression condition) {
        Shape shape = typing.value(condition);
        if (shape != null && !OperatorRules.isTruth(shape.type())) {
            problems.error(condition.span(), "Invalid condition: " + TypeTexts.kind(shape.type()));
        }
    }

    private void literal(Function function, Span place, Expression argument) {
        Shape given = typing.shape(argument);
        if (!(analysis.constant(argument) instanceof Constant.Text)) {
            problems.error(
                    place,
                    function.text()
                            + "() expects a string literal"
                            + (given == null
                                    ? ""
                                    : " (" + TypeTexts.kind(given.type()) + " provided)"));
        }
    }

    private void join(Span place, List<Expression> arguments) {
        Shape strings = typing.value(arguments.getFirst());
        if (strings != null && strings.number() == null && !(strings.type() instanceof Pointer)) {
            problems.error(
                    place,
                    "join() only supports int or pointer arguments ("
                            + TypeTexts.kind(strings.type())
                            + " provided)");
        }
        if (arguments.size() > 1) {
            literal(Function.JOIN, place, arguments.get(1));
        }
    }

    private void signal(Function function, Span place, Expression argument) {
        for (ResolvedAttachPoint point : typing.current().probe().attachPoints()) {
            if (!hasTask(point.hook())) {
                problems.error(
                        place,
                        function.text()
                                + "() can not be used for this probetype "
                                + Provider.of(point.hook()).type());
                return;
            }
        }
        Shape shape = typing.shape(argument);
        switch (analysis.constant(argument)) {
            case Constant.Text text -> {
                if (SignalNames.number(text.text()) == 0) {
                    problems.error(place, "Invalid string for signal: " + text.text());
                }
            }
            case Constant.Int(long value, boolean unsigned) -> {
                if (unsigned || value < 1 || value > LAST_SIGNAL) {
                    problems.error(
                            place,
                            function.text()
                                    + "() accepts a string literal or an integer between 1 and 64"
                                    + " (inclusive)");
                }
            }
            case null, default -> {
                if (shape != null && shape.number() == null) {
                    problems.error(
                            place, function.text() + "() accepts a string literal or an integer");
                }
            }
        }
    }

    /** {@return whether what runs there is the process that is meant, and no chance neighbour} */
    private static boolean hasTask(Hook hook) {
        return switch (hook) {
            case Hook.Begin _, Hook.End _, Hook.Interval _, Hook.Counted _, Hook.Iterator _ ->
                    false;
            case Hook _ -> true;
        };
    }
}
