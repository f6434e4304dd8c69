package dev.skep.trace.lower;

import dev.skep.trace.check.CheckedScript;
import dev.skep.trace.check.VariableInfo;
import dev.skep.trace.syntax.Expression;
import dev.skep.trace.syntax.Node;
import dev.skep.trace.syntax.Parts;

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
    boolean any(Node expression) {
        // What a block does, such as to return, is not looked into.
        if (expression instanceof Expression.Increment
                || expression instanceof Expression.BlockExpression) {
            return true;
        }
        if (expression instanceof Expression.Call call && hasEffect(call)) {
            return true;
        }
        for (Node part : Parts.of(expression)) {
            if (any(part)) {
                return true;
            }
        }
        return false;
    }

    private boolean hasEffect(Expression.Call call) {
        return switch (script.functionOf(call)) {
            case DELETE, FIND, SKBOUTPUT -> true;
            // Of another process: it may warn.
            case COMM -> !call.arguments().isEmpty();
            default -> false;
        };
    }

    /** {@return whether an expression reads or writes a scratch variable} */
    boolean mentions(Node expression, VariableInfo variable) {
        if (expression instanceof Expression.Variable other) {
            VariableInfo known = script.variableOrNull(other);
            return known != null && known.number() == variable.number();
        }
        for (Node part : Parts.of(expression)) {
            if (mentions(part, variable)) {
                return true;
            }
        }
        return false;
    }
}
