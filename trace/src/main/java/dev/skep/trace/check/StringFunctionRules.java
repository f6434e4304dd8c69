package dev.skep.trace.check;

import dev.skep.trace.check.ScriptType.Pointer;
import dev.skep.trace.syntax.Expression;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** The functions that look at strings and bytes, and those that name numbers. */
final class StringFunctionRules {
    /** Bytes of the longest name of an error, a signal or a system call. */
    static final int NAME_CAPACITY = 64;

    private static final Shape BOOL = new Shape.Fixed(new ScriptType.Bool());

    private final Analysis analysis;
    private final Problems problems;
    private final Typing typing;

    StringFunctionRules(Analysis analysis, Typing typing) {
        this.analysis = analysis;
        this.problems = analysis.problems();
        this.typing = typing;
    }

    @Nullable Shape shape(Function function, List<Expression> arguments) {
        return switch (function) {
            case STRLEN -> {
                text(function, arguments.getFirst());
                yield Shape.of(ScriptType.Int.UINT64);
            }
            case STRCAP -> {
                text(function, arguments.getFirst());
                yield Shape.of(ScriptType.Int.INT64);
            }
            case STRCONTAINS -> {
                text(function, arguments.getFirst());
                text(function, arguments.get(1));
                yield BOOL;
            }
            case STRSTR -> {
                text(function, arguments.getFirst());
                text(function, arguments.get(1));
                yield Shape.of(ScriptType.Int.INT64);
            }
            case STRNCMP -> {
                text(function, arguments.getFirst());
                text(function, arguments.get(1));
                length(function, arguments.get(2));
                yield Shape.of(ScriptType.Int.INT64);
            }
            case MEMCMP -> {
                bytes(arguments.getFirst());
                bytes(arguments.get(1));
                length(function, arguments.get(2));
                yield Shape.of(new ScriptType.Int(4, true));
            }
            case BSWAP -> swapped(arguments.getFirst());
            case STRERROR, SIGNAL_NAME, SYSCALL_NAME -> {
                number(function, arguments.getFirst());
                yield new Shape.Text(NAME_CAPACITY);
            }
            default -> throw new IllegalArgumentException("not about strings: " + function);
        };
    }

    /** {@code str_concat(a, b)}. */
    @Nullable Shape concatenation(List<Expression> arguments) {
        Shape first = text(Function.STR_CONCAT, arguments.getFirst());
        Shape second = text(Function.STR_CONCAT, arguments.get(1));
        if (first == null || second == null) {
            return null;
        }
        int capacity = first.type().size() + second.type().size() - 1;
        return new Shape.Text(Math.min(capacity, analysis.config().maxStrlen()));
    }

    /** {@return the shape of a string, or null if it is something else, which is noted} */
    private @Nullable Shape text(Function function, Expression argument) {
        Shape shape = typing.value(argument);
        if (shape != null && !(shape.type() instanceof ScriptType.Text)) {
            wrong(function, argument, "string", shape);
            return null;
        }
        return shape;
    }

    private void number(Function function, Expression argument) {
        Shape shape = typing.value(argument);
        if (shape != null && shape.number() == null) {
            wrong(function, argument, "int", shape);
        }
    }

    private void wrong(Function function, Expression argument, String wanted, Shape given) {
        problems.error(
                argument.span(),
                function.text()
                        + "() only supports "
                        + wanted
                        + " arguments ("
                        + TypeTexts.kind(given.type())
                        + " provided)");
    }

    /** What has bytes that can be compared: anything in memory, or where a pointer points to. */
    private void bytes(Expression argument) {
        Shape shape = typing.value(argument);
        if (shape == null) {
            return;
        }
        boolean has =
                shape.type() instanceof ScriptType.Text
                        || shape.type() instanceof ScriptType.Buffer
                        || shape.type() instanceof ScriptType.Array
                        || shape.type() instanceof Pointer;
        if (!has) {
            wrong(Function.MEMCMP, argument, "string, buffer and pointer", shape);
        }
    }

    private void length(Function function, Expression argument) {
        Shape shape = typing.value(argument);
        boolean known =
                analysis.constant(argument) instanceof Constant.Int(long value, boolean unsigned)
                        && !unsigned
                        && value >= 0;
        if (shape != null && !known) {
            problems.error(
                    argument.span(),
                    "Builtin " + function.text() + " requires a non-negative literal");
        }
    }

    private @Nullable Shape swapped(Expression argument) {
        Shape shape = typing.value(argument);
        if (shape == null) {
            return null;
        }
        Shape.Integral number = shape.number();
        if (number == null) {
            wrong(Function.BSWAP, argument, "integer", shape);
            return null;
        }
        return Shape.of(new ScriptType.Int(number.type().size(), false));
    }
}
