package dev.skep.trace.check;

import dev.skep.trace.syntax.BinaryOperator;
import dev.skep.trace.syntax.Expression;
import dev.skep.trace.syntax.IntegerText;
import dev.skep.trace.syntax.Span;

import org.jspecify.annotations.Nullable;

/**
 * Gives positional parameters their values: numbers or strings, inside {@code str()} always
 * strings.
 */
final class ParameterReader {
    private final Analysis analysis;

    ParameterReader(Analysis analysis) {
        this.analysis = analysis;
    }

    /**
     * Gives {@code $1} the value of the first parameter: a number if it reads as one, else a
     * string; 0 if there is none.
     */
    void asLiteral(Expression.Parameter expression) {
        String text = given(expression);
        if (text == null) {
            missing(expression, "0");
            analysis.constant(expression, new Constant.Int(0, false));
            return;
        }
        boolean negative = text.startsWith("-");
        IntegerText number = IntegerText.read(negative ? text.substring(1) : text);
        boolean fits = number.value() >= 0 || (negative && number.value() == Long.MIN_VALUE);
        if (number.error() != null || (negative && !fits)) {
            analysis.constant(expression, Constant.Text.of(text));
            return;
        }
        analysis.constant(
                expression,
                negative
                        ? new Constant.Int(-number.value(), false)
                        : new Constant.Int(number.value(), number.value() < 0));
    }

    /**
     * Gives {@code $1}, or {@code $1 + n}, the text of the parameter, from the n-th character on.
     *
     * @return whether the expression is one of these
     */
    boolean asText(Expression expression) {
        Expression.Parameter parameter;
        long skip = 0;
        if (expression instanceof Expression.Parameter alone) {
            parameter = alone;
        } else if (expression
                        instanceof
                        Expression.Binary(
                                Span _,
                                BinaryOperator operator,
                                Span _,
                                Expression left,
                                Expression right)
                && operator == BinaryOperator.ADD
                && left instanceof Expression.Parameter first
                && right instanceof Expression.IntegerLiteral(Span _, long value, boolean _)) {
            parameter = first;
            skip = value;
        } else {
            return false;
        }
        String text = given(parameter);
        if (text == null) {
            missing(parameter, "\"\"");
            text = "";
        }
        String characters = Constant.Text.of(text).characters();
        if (skip < 0 || skip > characters.length()) {
            analysis.problems()
                    .error(
                            expression.span(),
                            "cannot use offset that exceeds string length ("
                                    + Long.toUnsignedString(skip)
                                    + " > "
                                    + characters.length()
                                    + ")");
            skip = 0;
        }
        analysis.constant(expression, new Constant.Text(characters.substring((int) skip)));
        return true;
    }

    private @Nullable String given(Expression.Parameter expression) {
        int number = expression.number();
        var parameters = analysis.options().parameters();
        return number <= parameters.size() ? parameters.get(number - 1) : null;
    }

    private void missing(Expression.Parameter expression, String instead) {
        analysis.problems()
                .warning(
                        expression.span(),
                        "Positional parameter $"
                                + expression.number()
                                + " is empty or not provided. "
                                + instead
                                + " is used instead.");
    }
}
