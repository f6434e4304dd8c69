package dev.skep.trace.check;

import dev.skep.trace.syntax.Expression;

import org.jspecify.annotations.Nullable;

/**
 * What can be written but not run yet: said to be so rather than taken for something else. One
 * place, so that what is missing can be read off it.
 */
final class Unsupported {
    private Unsupported() {}

    /** {@return what an expression is called if it can't be run yet, or null} */
    static @Nullable String name(Expression expression) {
        return switch (expression) {
            case Expression.Unary unary ->
                    switch (unary.operator()) {
                        case ADDRESS_OF -> "taking an address";
                        case NOT, COMPLEMENT, NEGATE, DEREFERENCE -> null;
                    };
            case Expression.TypeOperand _,
                    Expression.RecordLiteral _,
                    Expression.Index _,
                    Expression.IntegerLiteral _,
                    Expression.BooleanLiteral _,
                    Expression.StringLiteral _,
                    Expression.Name _,
                    Expression.Variable _,
                    Expression.Parameter _,
                    Expression.ParameterCount _,
                    Expression.MapAccess _,
                    Expression.Call _,
                    Expression.Increment _,
                    Expression.Binary _,
                    Expression.Conditional _,
                    Expression.Cast _,
                    Expression.FieldAccess _,
                    Expression.ElementAccess _,
                    Expression.Tuple _,
                    Expression.BlockExpression _,
                    Expression.Comptime _ ->
                    null;
        };
    }
}
