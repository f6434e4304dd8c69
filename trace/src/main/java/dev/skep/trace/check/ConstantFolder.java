package dev.skep.trace.check;

import dev.skep.trace.syntax.BinaryOperator;
import dev.skep.trace.syntax.Expression;
import dev.skep.trace.syntax.Span;
import dev.skep.trace.syntax.UnaryOperator;

import org.jspecify.annotations.Nullable;

import java.math.BigInteger;

/**
 * Computes what is known when the script is compiled. Literals follow C, on numbers that are as
 * large as needed in between: {@code -10 / 3} is -3 and {@code -10 >> 1} is -5, unlike at run time.
 */
final class ConstantFolder {
    private static final String FOLDING = "unable to fold literals due to overflow or underflow";

    private static final BigInteger TWO_TO_64 = BigInteger.ONE.shiftLeft(64);

    private final Analysis analysis;

    ConstantFolder(Analysis analysis) {
        this.analysis = analysis;
    }

    /**
     * {@return the value of an expression whose operands were looked at before, or null if it is
     * not known} What can't be computed is noted as a problem.
     */
    @Nullable Constant fold(Expression expression) {
        return switch (expression) {
            case Expression.IntegerLiteral(Span _, long value, boolean unsigned) ->
                    new Constant.Int(value, unsigned);
            case Expression.BooleanLiteral(Span _, boolean value) -> new Constant.Bool(value);
            case Expression.StringLiteral(Span _, String characters) ->
                    new Constant.Text(characters);
            case Expression.Unary unary -> foldUnary(unary);
            case Expression.Binary binary -> foldBinary(binary);
            case Expression.Conditional conditional -> foldConditional(conditional);
            case Expression.Comptime(Span _, Expression operand) -> analysis.constant(operand);
            case Expression.ParameterCount _ ->
                    new Constant.Int(analysis.options().parameters().size(), false);
            // Its value depends on whether it is taken for a number or a string.
            case Expression.Parameter _ -> null;
            case Expression.Name _,
                    Expression.Variable _,
                    Expression.MapAccess _,
                    Expression.Call _,
                    Expression.TypeOperand _,
                    Expression.Increment _,
                    Expression.Cast _,
                    Expression.FieldAccess _,
                    Expression.ElementAccess _,
                    Expression.Index _,
                    Expression.Tuple _,
                    Expression.RecordLiteral _ ->
                    null;
            case Expression.BlockExpression block ->
                    block.statements().isEmpty() && block.value() != null
                            ? analysis.constant(block.value())
                            : null;
        };
    }

    private @Nullable Constant foldUnary(Expression.Unary unary) {
        Constant operand = analysis.constant(unary.operand());
        if (operand == null) {
            return null;
        }
        UnaryOperator operator = unary.operator();
        return switch (operator) {
            case NOT -> {
                Boolean truth = truth(operand);
                yield truth == null ? null : new Constant.Bool(!truth);
            }
            case COMPLEMENT ->
                    operand instanceof Constant.Int(long value, boolean _)
                            ? new Constant.Int(~value, ~value < 0)
                            : null;
            case NEGATE -> {
                if (!(operand instanceof Constant.Int(long value, boolean unsigned))) {
                    yield null;
                }
                if (unsigned && value != Long.MIN_VALUE) {
                    yield wrong(unary.span(), "negative value will underflow");
                }
                yield new Constant.Int(-value, false);
            }
            case DEREFERENCE, ADDRESS_OF -> null;
        };
    }

    private @Nullable Constant foldConditional(Expression.Conditional conditional) {
        Constant condition = analysis.constant(conditional.condition());
        Boolean truth = condition == null ? null : truth(condition);
        if (truth == null) {
            return null;
        }
        Expression then = conditional.then();
        Expression chosen = truth ? then : conditional.otherwise();
        return chosen == null ? condition : analysis.constant(chosen);
    }

    /** {@return whether a value holds as a condition, or null if it is none} */
    static @Nullable Boolean truth(Constant constant) {
        return switch (constant) {
            case Constant.Bool(boolean value) -> value;
            case Constant.Int(long value, boolean _) -> value != 0;
            case Constant.Text _ -> null;
        };
    }

    private @Nullable Constant foldBinary(Expression.Binary binary) {
        Constant left = analysis.constant(binary.left());
        Constant right = analysis.constant(binary.right());
        if (left == null || right == null) {
            return null;
        }
        if (left instanceof Constant.Text(String a) && right instanceof Constant.Text(String b)) {
            return foldTexts(binary, a, b);
        }
        if (binary.operator().isLogical()) {
            Boolean a = truth(left);
            Boolean b = truth(right);
            if (a == null || b == null) {
                return null;
            }
            return new Constant.Bool(
                    binary.operator() == BinaryOperator.LOGICAL_AND ? a && b : a || b);
        }
        if (left instanceof Constant.Int a && right instanceof Constant.Int b) {
            return foldIntegers(binary, a, b);
        }
        if (binary.operator() == BinaryOperator.ADD) {
            if (left instanceof Constant.Text text && right instanceof Constant.Int skipped) {
                return rest(binary.span(), text, skipped);
            }
            if (left instanceof Constant.Int skipped && right instanceof Constant.Text text) {
                return rest(binary.span(), text, skipped);
            }
        }
        return null;
    }

    private @Nullable Constant foldTexts(Expression.Binary binary, String a, String b) {
        return switch (binary.operator()) {
            case EQUAL -> new Constant.Bool(a.equals(b));
            case NOT_EQUAL -> new Constant.Bool(!a.equals(b));
            case LESS -> new Constant.Bool(a.compareTo(b) < 0);
            case GREATER -> new Constant.Bool(a.compareTo(b) > 0);
            case LESS_OR_EQUAL -> new Constant.Bool(a.compareTo(b) <= 0);
            case GREATER_OR_EQUAL -> new Constant.Bool(a.compareTo(b) >= 0);
            case ADD -> new Constant.Text(a + b);
            case SUBTRACT, MULTIPLY, DIVIDE, MODULO, OR, XOR, AND, SHIFT_LEFT, SHIFT_RIGHT ->
                    wrong(binary.span(), "illegal literal operation with strings");
            case LOGICAL_OR, LOGICAL_AND -> null;
        };
    }

    /** A string is a pointer to its first character: what follows a number of them. */
    private Constant rest(Span place, Constant.Text text, Constant.Int skipped) {
        String characters = text.characters();
        long count = skipped.value();
        if (count < 0 || count >= characters.length()) {
            analysis.problems().warning(place, "literal string will always be empty");
            return new Constant.Text("");
        }
        return new Constant.Text(characters.substring((int) count));
    }

    private @Nullable Constant foldIntegers(
            Expression.Binary binary, Constant.Int left, Constant.Int right) {
        long a = left.value();
        long b = right.value();
        Span place = binary.span();
        return switch (binary.operator()) {
            case EQUAL -> new Constant.Bool(compare(left, right) == 0);
            case NOT_EQUAL -> new Constant.Bool(compare(left, right) != 0);
            case LESS -> new Constant.Bool(compare(left, right) < 0);
            case GREATER -> new Constant.Bool(compare(left, right) > 0);
            case LESS_OR_EQUAL -> new Constant.Bool(compare(left, right) <= 0);
            case GREATER_OR_EQUAL -> new Constant.Bool(compare(left, right) >= 0);
            case OR -> bits(left, right, a | b);
            case XOR -> bits(left, right, a ^ b);
            case AND -> bits(left, right, a & b);
            case SHIFT_LEFT -> {
                if (b < 0 || b >= 64) {
                    yield shiftTooFar(place);
                }
                yield number(place, big(left).shiftLeft((int) b));
            }
            case SHIFT_RIGHT -> {
                if (b < 0 || b >= 64) {
                    yield shiftTooFar(place);
                }
                yield left.unsigned()
                        ? new Constant.Int(a >>> b, b == 0)
                        : new Constant.Int(a >> b, false);
            }
            case ADD -> {
                long sum = a + b;
                boolean simple =
                        !left.unsigned() && !right.unsigned() && ((a ^ sum) & (b ^ sum)) >= 0;
                yield simple
                        ? new Constant.Int(sum, false)
                        : number(place, big(left).add(big(right)));
            }
            case SUBTRACT -> {
                long difference = a - b;
                boolean simple =
                        !left.unsigned() && !right.unsigned() && ((a ^ b) & (a ^ difference)) >= 0;
                yield simple
                        ? new Constant.Int(difference, false)
                        : number(place, big(left).subtract(big(right)));
            }
            case MULTIPLY -> {
                boolean simple = isShort(left) && isShort(right);
                yield simple
                        ? new Constant.Int(a * b, false)
                        : number(place, big(left).multiply(big(right)));
            }
            case DIVIDE -> {
                if (b == 0) {
                    yield byZero(place);
                }
                yield number(place, big(left).divide(big(right)));
            }
            case MODULO -> {
                if (b == 0) {
                    yield byZero(place);
                }
                yield number(place, big(left).remainder(big(right)));
            }
            case LOGICAL_OR, LOGICAL_AND -> throw new IllegalStateException("folded before");
        };
    }

    private static boolean isShort(Constant.Int constant) {
        return constant.value() == (int) constant.value() && !constant.unsigned();
    }

    private static Constant bits(Constant.Int left, Constant.Int right, long value) {
        return new Constant.Int(value, value < 0 && (left.unsigned() || right.unsigned()));
    }

    private static int compare(Constant.Int left, Constant.Int right) {
        if (left.unsigned() != right.unsigned()) {
            return left.unsigned() ? 1 : -1;
        }
        return Long.compare(left.value(), right.value());
    }

    private static BigInteger big(Constant.Int constant) {
        BigInteger value = BigInteger.valueOf(constant.value());
        return constant.unsigned() ? value.add(TWO_TO_64) : value;
    }

    private @Nullable Constant number(Span place, BigInteger value) {
        if (value.bitLength() <= 63) {
            return new Constant.Int(value.longValue(), false);
        }
        if (value.signum() > 0 && value.bitLength() <= 64) {
            return new Constant.Int(value.longValue(), true);
        }
        return overflow(place);
    }

    private @Nullable Constant overflow(Span place) {
        return wrong(place, FOLDING);
    }

    private @Nullable Constant byZero(Span place) {
        return wrong(place, FOLDING);
    }

    private @Nullable Constant shiftTooFar(Span place) {
        return wrong(place, FOLDING);
    }

    private @Nullable Constant wrong(Span place, String message) {
        analysis.problems().error(place, message);
        return null;
    }
}
