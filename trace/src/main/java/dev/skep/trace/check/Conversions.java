package dev.skep.trace.check;

import dev.skep.trace.check.ScriptType.Int;
import dev.skep.trace.syntax.Expression;
import dev.skep.trace.syntax.Span;

import java.util.List;

/**
 * Integers become what takes them: a variable, a value, a key, an operand beside another one. Where
 * that may change their value without anybody having asked for it, a warning says so.
 */
final class Conversions {
    private final Analysis analysis;
    private final Typing typing;

    Conversions(Analysis analysis, Typing typing) {
        this.analysis = analysis;
        this.typing = typing;
    }

    /** Looks at an expression whose value is kept as a value of a type, or of a part of one. */
    void check(Expression expression, ScriptType to) {
        if (typing.inferring() || analysis.constant(expression) != null) {
            return;
        }
        switch (expression) {
            case Expression.Tuple(Span _, List<Expression> elements)
                    when to instanceof ScriptType.Tuple(List<ScriptType> types) ->
                    check(elements, types);
            case Expression.RecordLiteral literal
                    when to instanceof ScriptType.NamedTuple record -> {
                for (int i = 0; i < literal.names().size(); i++) {
                    ScriptType type = record.value(literal.names().get(i));
                    if (type != null) {
                        check(literal.values().get(i), type);
                    }
                }
            }
            default -> {
                Shape shape = typing.shape(expression);
                if (to instanceof Int integer && shape != null) {
                    warn(shape.type(), integer, CastRules.place(expression));
                }
            }
        }
    }

    /** Looks at what a compound assignment computed. */
    void check(ScriptType from, ScriptType to, Span place) {
        if (!typing.inferring() && to instanceof Int integer) {
            warn(from, integer, place);
        }
    }

    private void check(List<Expression> expressions, List<ScriptType> types) {
        for (int i = 0; i < Math.min(expressions.size(), types.size()); i++) {
            check(expressions.get(i), types.get(i));
        }
    }

    /** Looks at an operand that becomes an {@code int64}. */
    void warnOfSign(OperatorRules.Operand operand) {
        if (!operand.literal()) {
            warn(operand.type(), Int.INT64, operand.place());
        }
    }

    private void warn(ScriptType from, Int to, Span place) {
        if (from instanceof Int integer && !holds(to, integer)) {
            analysis.problems()
                    .warning(
                            place,
                            "Expression of type: "
                                    + from.text()
                                    + " being cast to type: "
                                    + to.text()
                                    + ". This may cause unexpected results. Use an explicit cast to"
                                    + " suppress this warning.");
        }
    }

    /** {@return whether all values of one type are values of another} */
    private static boolean holds(Int to, Int from) {
        return from.signed() == to.signed()
                ? to.size() >= from.size()
                : to.signed() && to.size() > from.size();
    }
}
