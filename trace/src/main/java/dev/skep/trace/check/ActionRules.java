package dev.skep.trace.check;

import dev.skep.trace.check.ScriptType.Pointer;
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
                    place,
                    function.text() + "() is an unsafe function being used in safe mode",
                    "--unsafe allows it");
        }
        switch (function) {
            case JOIN -> join(arguments);
            case SIGNAL, SIGNAL_THREAD -> signal(function, place, arguments.getFirst());
            case ASSERT -> {
                condition(arguments.getFirst());
                literal(function, arguments.get(1));
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

    private void literal(Function function, Expression argument) {
        typing.shape(argument);
        if (!(analysis.constant(argument) instanceof Constant.Text)) {
            problems.error(argument.span(), function.text() + "() expects a string literal");
        }
    }

    private void join(List<Expression> arguments) {
        Shape strings = typing.value(arguments.getFirst());
        if (strings != null && strings.number() == null && !(strings.type() instanceof Pointer)) {
            problems.error(
                    arguments.getFirst().span(),
                    "join() only supports int and pointer arguments ("
                            + TypeTexts.kind(strings.type())
                            + " provided)");
        }
        if (arguments.size() > 1) {
            literal(Function.JOIN, arguments.get(1));
        }
    }

    private void signal(Function function, Span place, Expression argument) {
        Shape shape = typing.shape(argument);
        switch (analysis.constant(argument)) {
            case Constant.Text text -> {
                if (SignalNames.number(text.text()) == 0) {
                    problems.error(argument.span(), text.text() + " is not a valid signal");
                }
            }
            case Constant.Int(long value, boolean unsigned) -> {
                if (unsigned || value < 1 || value > LAST_SIGNAL) {
                    problems.error(
                            argument.span(),
                            Long.toUnsignedString(value)
                                    + " is not a valid signal, allowed range: [1,64]");
                }
            }
            case null, default -> {
                if (shape != null && shape.number() == null) {
                    problems.error(
                            place,
                            function.text()
                                    + "() only accepts string literals or integers ("
                                    + TypeTexts.kind(shape.type())
                                    + " provided)");
                }
            }
        }
    }
}
