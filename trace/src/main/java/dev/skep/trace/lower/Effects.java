package dev.skep.trace.lower;

import dev.skep.trace.check.CheckedScript;
import dev.skep.trace.check.Function;
import dev.skep.trace.check.VariableInfo;
import dev.skep.trace.syntax.Expression;

import java.util.ArrayList;
import java.util.List;

/**
 * What evaluating an expression does beside giving a value, where the order of things depends on
 * it.
 */
final class Effects {
    private final CheckedScript script;

    Effects(CheckedScript script) {
        this.script = script;
    }

    /** {@return whether it matters how often, and when, an expression is evaluated} */
    boolean any(Expression expression) {
        if (expression instanceof Expression.Increment) {
            return true;
        }
        if (expression instanceof Expression.Call call
                && (script.functionOf(call) == Function.DELETE
                        || script.functionOf(call) == Function.FIND)) {
            return true;
        }
        for (Expression part : parts(expression)) {
            if (any(part)) {
                return true;
            }
        }
        return false;
    }

    /** {@return whether an expression reads or writes a scratch variable} */
    boolean mentions(Expression expression, VariableInfo variable) {
        if (expression instanceof Expression.Variable other
                && script.variableOf(other).number() == variable.number()) {
            return true;
        }
        for (Expression part : parts(expression)) {
            if (mentions(part, variable)) {
                return true;
            }
        }
        return false;
    }

    private static List<Expression> parts(Expression expression) {
        return switch (expression) {
            case Expression.IntegerLiteral _,
                    Expression.BooleanLiteral _,
                    Expression.StringLiteral _,
                    Expression.Name _,
                    Expression.Variable _,
                    Expression.Parameter _,
                    Expression.ParameterCount _,
                    Expression.TypeOperand _,
                    Expression.BlockExpression _ ->
                    List.of();
            case Expression.MapAccess access ->
                    access.key() == null ? List.of() : List.of(access.key());
            case Expression.Call call -> call.arguments();
            case Expression.Unary unary -> List.of(unary.operand());
            case Expression.Increment increment -> List.of(increment.target());
            case Expression.Binary binary -> List.of(binary.left(), binary.right());
            case Expression.Conditional conditional -> {
                List<Expression> parts = new ArrayList<>();
                parts.add(conditional.condition());
                if (conditional.then() != null) {
                    parts.add(conditional.then());
                }
                parts.add(conditional.otherwise());
                yield parts;
            }
            case Expression.Cast cast -> List.of(cast.operand());
            case Expression.FieldAccess access -> List.of(access.target());
            case Expression.ElementAccess access -> List.of(access.target());
            case Expression.Index index -> List.of(index.target(), index.index());
            case Expression.Tuple tuple -> tuple.elements();
            case Expression.RecordLiteral literal -> literal.values();
            case Expression.Comptime comptime -> List.of(comptime.operand());
        };
    }
}
