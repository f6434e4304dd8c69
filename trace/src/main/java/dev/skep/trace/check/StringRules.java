package dev.skep.trace.check;

import dev.skep.trace.check.ScriptType.Pointer;
import dev.skep.trace.syntax.Expression;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** The functions that make strings. */
final class StringRules {
    private final Analysis analysis;
    private final Problems problems;
    private final Typing typing;

    StringRules(Analysis analysis, Typing typing) {
        this.analysis = analysis;
        this.problems = analysis.problems();
        this.typing = typing;
    }

    /** {@code str(pointer[, length])}: at most {@code length} characters and a NUL. */
    @Nullable Shape str(List<Expression> arguments) {
        Expression source = arguments.getFirst();
        Shape from = typing.value(source);
        int capacity = analysis.config().maxStrlen();
        if (arguments.size() > 1) {
            capacity = capacity(arguments.get(1), capacity);
        }
        if (from == null) {
            return new Shape.Text(capacity);
        }
        return switch (from.type()) {
            // What is a string already is at most cut off.
            case ScriptType.Text(int known) ->
                    new Shape.Text(arguments.size() > 1 ? Math.min(known, capacity) : known);
            case ScriptType.Int _ -> new Shape.Text(capacity);
            case Pointer(AddressSpace _, ScriptType pointee) -> {
                if (!(pointee instanceof ScriptType.Int)
                        && !(pointee instanceof ScriptType.Text)
                        && !(pointee instanceof ScriptType.Void)) {
                    wrongSource(source, from.type().text());
                }
                yield new Shape.Text(capacity);
            }
            case ScriptType type -> {
                wrongSource(source, TypeTexts.kind(type));
                yield new Shape.Text(capacity);
            }
        };
    }

    private void wrongSource(Expression source, String type) {
        problems.error(
                source.span(),
                "str() expects an integer or a pointer to char (" + type + " provided)");
    }

    private int capacity(Expression length, int most) {
        Shape shape = typing.value(length);
        if (shape != null && shape.number() == null) {
            problems.error(
                    length.span(),
                    "str() only supports int arguments ("
                            + TypeTexts.kind(shape.type())
                            + " provided) as its length");
            return most;
        }
        if (!(analysis.constant(length) instanceof Constant.Int(long value, boolean unsigned))) {
            return most;
        }
        if (value < 0 && !unsigned) {
            problems.error(
                    length.span(), "str: invalid length value (must be non-negative literal)");
            return most;
        }
        if (unsigned || value >= most) {
            problems.warning(
                    length.span(),
                    "length param ("
                            + Long.toUnsignedString(value)
                            + ") is too long and will be shortened to "
                            + most
                            + " bytes (see max_strlen)");
            return most;
        }
        return (int) value + 1;
    }
}
