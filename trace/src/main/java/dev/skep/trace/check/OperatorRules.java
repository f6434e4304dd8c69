package dev.skep.trace.check;

import dev.skep.trace.check.ScriptType.Pointer;
import dev.skep.trace.check.Shape.Sign;
import dev.skep.trace.syntax.BinaryOperator;
import dev.skep.trace.syntax.Expression;
import dev.skep.trace.syntax.Problem;
import dev.skep.trace.syntax.Span;
import dev.skep.trace.syntax.UnaryOperator;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** The types of what operators give, and what they take. */
final class OperatorRules {

    /**
     * What an operator is applied to.
     *
     * @param shape its shape
     * @param place where it stands
     */
    record Operand(Shape shape, Span place) {
        ScriptType type() {
            return shape.type();
        }
    }

    private static final Shape BOOL = new Shape.Fixed(new ScriptType.Bool());

    private final Problems problems;
    private final Typing typing;

    OperatorRules(Analysis analysis, Typing typing) {
        this.problems = analysis.problems();
        this.typing = typing;
    }

    /** {@return whether values of that type can decide something} */
    static boolean isTruth(ScriptType type) {
        return ScriptType.integer(type) != null
                || type instanceof ScriptType.Bool
                || type instanceof Pointer;
    }

    @Nullable Shape unary(Expression.Unary unary) {
        if (Unsupported.name(unary) != null) {
            return null;
        }
        if (unary.operator() == UnaryOperator.DEREFERENCE) {
            return typing.members().dereference(unary);
        }
        Shape operand = typing.value(unary.operand());
        return switch (unary.operator()) {
            case NOT -> {
                if (operand != null && !isTruth(operand.type())) {
                    notApplicable("!", unary.span(), operand);
                }
                yield BOOL;
            }
            case COMPLEMENT -> {
                Shape.Integral number = number("~", unary, operand);
                yield number == null ? null : wide(number.sign());
            }
            case NEGATE -> {
                Shape.Integral number = number("-", unary, operand);
                yield number == null ? null : Shape.of(ScriptType.Int.INT64);
            }
            case DEREFERENCE, ADDRESS_OF -> null;
        };
    }

    private Shape.@Nullable Integral number(
            String operator, Expression.Unary unary, @Nullable Shape operand) {
        Shape.Integral number = operand == null ? null : operand.number();
        if (number == null && operand != null) {
            notApplicable(operator, unary.span(), operand);
        }
        return number;
    }

    private void notApplicable(String operator, Span place, Shape operand) {
        problems.error(
                place,
                "The "
                        + operator
                        + " operator can not be used on expressions of type '"
                        + operand.type().text()
                        + "'");
    }

    @Nullable Shape binary(Expression.Binary binary) {
        Shape left = typing.value(binary.left());
        Shape right = typing.value(binary.right());
        if (left == null || right == null) {
            boolean truth = binary.operator().isComparison() || binary.operator().isLogical();
            return truth ? BOOL : null;
        }
        return binary(
                binary.operator(),
                binary.operatorSpan(),
                new Operand(left, binary.left().span()),
                new Operand(right, binary.right().span()));
    }

    /** {@return what an operator gives for two operands, or null if it does not take them} */
    @Nullable Shape binary(BinaryOperator operator, Span place, Operand left, Operand right) {
        if (operator.isLogical()) {
            if (!isTruth(left.type()) || !isTruth(right.type())) {
                notApplicable(operator, place, left, right);
            }
            return BOOL;
        }
        if (operator.isComparison()) {
            compare(operator, place, left, right);
            return BOOL;
        }
        if (left.type() instanceof Pointer || right.type() instanceof Pointer) {
            return pointer(operator, place, left, right);
        }
        Shape.Integral a = asNumber(left.shape());
        Shape.Integral b = asNumber(right.shape());
        if (a == null || b == null) {
            notApplicable(operator, place, left, right);
            return null;
        }
        return arithmetic(operator, place, left, a, right, b);
    }

    /** Truth values count as 0 and 1. */
    private static Shape.@Nullable Integral asNumber(Shape shape) {
        Shape.Integral number = shape.number();
        if (number != null) {
            return number;
        }
        return shape.type() instanceof ScriptType.Bool ? Shape.Integral.ZERO : null;
    }

    private Shape arithmetic(
            BinaryOperator operator,
            Span place,
            Operand left,
            Shape.Integral a,
            Operand right,
            Shape.Integral b) {
        boolean isShift =
                operator == BinaryOperator.SHIFT_LEFT || operator == BinaryOperator.SHIFT_RIGHT;
        boolean isBitwise =
                operator == BinaryOperator.AND
                        || operator == BinaryOperator.OR
                        || operator == BinaryOperator.XOR;
        if (isShift) {
            return wide(a.sign());
        }
        if (!isBitwise) {
            warnOfSigns("arithmetic on", place, left, a, right, b);
        }
        boolean isDivision = operator == BinaryOperator.DIVIDE || operator == BinaryOperator.MODULO;
        boolean signed = a.sign() == Sign.SIGNED || b.sign() == Sign.SIGNED;
        if (isDivision && signed) {
            problems.warning(
                    place,
                    "signed operands for '"
                            + operator.text()
                            + "' can lead to undefined behavior (cast to unsigned to silence"
                            + " warning)");
        }
        // Taking a literal from what has no sign may well give something negative.
        boolean difference =
                operator == BinaryOperator.SUBTRACT
                        && (a.sign() != Sign.UNSIGNED || b.sign() != Sign.UNSIGNED);
        if (signed || difference) {
            return wide(Sign.SIGNED);
        }
        return wide(a.sign() == Sign.EITHER ? b.sign() : a.sign());
    }

    private static Shape wide(Sign sign) {
        return switch (sign) {
            case SIGNED -> Shape.of(ScriptType.Int.INT64);
            case UNSIGNED -> Shape.of(ScriptType.Int.UINT64);
            case EITHER -> Shape.Integral.WIDE;
        };
    }

    private void compare(BinaryOperator operator, Span place, Operand left, Operand right) {
        boolean equality = operator == BinaryOperator.EQUAL || operator == BinaryOperator.NOT_EQUAL;
        Shape.Integral a = asNumber(left.shape());
        Shape.Integral b = asNumber(right.shape());
        if (a != null && b != null) {
            warnOfSigns("comparison of", place, left, a, right, b);
            return;
        }
        boolean pointers =
                (left.type() instanceof Pointer && (right.type() instanceof Pointer || b != null))
                        || (right.type() instanceof Pointer && a != null);
        if (pointers) {
            return;
        }
        boolean together = left.shape().join(right.shape()) != null && hasEquality(left.type());
        if (!together) {
            mismatch(operator, place, left, right);
        } else if (!equality) {
            notApplicable(operator, place, left, right);
        }
    }

    /** {@return whether values in memory of that type can be compared byte by byte} */
    private static boolean hasEquality(ScriptType type) {
        return switch (type) {
            case ScriptType.Text _, ScriptType.Tuple _, ScriptType.NamedTuple _ -> true;
            case ScriptType.Array(ScriptType element, int _) -> ScriptType.integer(element) != null;
            case ScriptType _ -> isTruth(type);
        };
    }

    private void warnOfSigns(
            String what,
            Span place,
            Operand left,
            Shape.Integral a,
            Operand right,
            Shape.Integral b) {
        boolean lossy =
                (a.sign() == Sign.SIGNED && isUnsigned64(b))
                        || (b.sign() == Sign.SIGNED && isUnsigned64(a));
        if (lossy) {
            problems.warning(
                    place,
                    what
                            + " integers of different signs: '"
                            + left.type().text()
                            + "' and '"
                            + right.type().text()
                            + "' can lead to undefined behavior");
        }
    }

    private static boolean isUnsigned64(Shape.Integral number) {
        return number.sign() == Sign.UNSIGNED && number.type().size() == 8;
    }

    private @Nullable Shape pointer(
            BinaryOperator operator, Span place, Operand left, Operand right) {
        boolean leftFirst = left.type() instanceof Pointer;
        Operand other = leftFirst ? right : left;
        boolean moves =
                other.shape().number() != null
                        && (operator == BinaryOperator.ADD
                                || (operator == BinaryOperator.SUBTRACT && leftFirst));
        if (!moves) {
            notApplicable(operator, place, left, right);
            return null;
        }
        Operand pointer = leftFirst ? left : right;
        if (pointer.type() instanceof Pointer type && !canMove(type)) {
            problems.error(place, "arithmetic on '" + type.text() + "' is not supported yet");
            return null;
        }
        return pointer.shape().kept();
    }

    /** {@return whether it is known how many bytes one step is; of void it is one} */
    private static boolean canMove(Pointer pointer) {
        return pointer.pointee() instanceof ScriptType.Void || pointer.pointee().size() > 0;
    }

    private void mismatch(BinaryOperator operator, Span place, Operand left, Operand right) {
        String a = left.type().text();
        String b = right.type().text();
        problems.error(
                Problem.error(
                        place,
                        "Type mismatch for '"
                                + operator.text()
                                + "': comparing "
                                + a
                                + " with "
                                + b),
                List.of(
                        Problem.error(left.place(), "left (" + a + ")"),
                        Problem.error(right.place(), "right (" + b + ")")));
    }

    private void notApplicable(BinaryOperator operator, Span place, Operand left, Operand right) {
        problems.error(
                place,
                "The "
                        + operator.text()
                        + " operator can not be used on expressions of types "
                        + left.type().text()
                        + ", "
                        + right.type().text());
    }

    @Nullable Shape conditional(Expression.Conditional conditional) {
        Shape condition = typing.value(conditional.condition());
        if (condition != null && !isTruth(condition.type())) {
            problems.error(
                    conditional.condition().span(),
                    "Invalid condition: " + TypeTexts.kind(condition.type()));
        }
        Expression thenExpression = conditional.then();
        Shape then = thenExpression == null ? condition : typing.value(thenExpression);
        Shape otherwise = typing.value(conditional.otherwise());
        if (then == null || otherwise == null) {
            return then == null ? otherwise : then;
        }
        Shape joined = then.join(otherwise);
        if (joined == null) {
            problems.error(
                    conditional.span(),
                    "Branches must return the same type: have '"
                            + then.type().text()
                            + "' and '"
                            + otherwise.type().text()
                            + "'");
        }
        return joined == null ? null : joined.kept();
    }

    @Nullable Shape increment(Expression.Increment increment) {
        String operator = increment.decrement() ? "--" : "++";
        return switch (increment.target()) {
            case Expression.Variable variable -> {
                Shape before = typing.accesses().variable(variable);
                // Variables are assigned to before they are counted.
                typing.shape(variable);
                yield before == null ? null : counted(increment, operator, variable, before);
            }
            case Expression.MapAccess access -> {
                GlobalMap map = typing.accesses().use(access);
                if (map == null) {
                    yield null;
                }
                Shape before = map.value().read(typing.current());
                yield counted(
                        increment, operator, access, before == null ? Shape.Integral.ZERO : before);
            }
            default -> throw new IllegalStateException("the parser lets nothing else through");
        };
    }

    private @Nullable Shape counted(
            Expression.Increment increment, String operator, Expression target, Shape before) {
        Shape after;
        if (before.number() != null) {
            after = increment.decrement() ? Shape.of(ScriptType.Int.INT64) : Shape.Integral.WIDE;
        } else if (before.type() instanceof Pointer pointer && canMove(pointer)) {
            after = before;
        } else {
            notApplicable(operator, increment.span(), before);
            return null;
        }
        Slot slot = typing.accesses().slot(target);
        if (slot == null) {
            return null;
        }
        typing.flow(slot, after, increment.span());
        typing.accesses().noteType(target, slot);
        return slot.shape();
    }
}
