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
     * @param literal whether its value is known
     */
    record Operand(Shape shape, Span place, boolean literal) {
        ScriptType type() {
            return shape.type();
        }

        /** {@return whether it gives a sign to what it is combined with} */
        boolean isSigned() {
            Shape.Integral number = shape.number();
            return number != null
                    && (number.sign() == Sign.SIGNED
                            || (number.wide() && !literal && number.sign() == Sign.EITHER));
        }
    }

    private static final Shape BOOL = new Shape.Fixed(new ScriptType.Bool());

    private static final Shape.Integral TRUTH_AS_NUMBER = new Shape.Integral(0, 1, false, 0, 0);

    private final Analysis analysis;
    private final Problems problems;
    private final Typing typing;

    OperatorRules(Analysis analysis, Typing typing) {
        this.analysis = analysis;
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
        if (unary.operator() == UnaryOperator.DEREFERENCE) {
            return typing.members().dereference(unary);
        }
        if (unary.operator() == UnaryOperator.ADDRESS_OF) {
            return typing.accesses().address(unary);
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
        if (neverEqual(binary.operator(), left, right)) {
            if (!typing.inferring()) {
                boolean differ = binary.operator() == BinaryOperator.NOT_EQUAL;
                analysis.constant(binary, new Constant.Bool(differ));
            }
            return BOOL;
        }
        return binary(
                binary.operator(),
                binary.span(),
                operand(binary.left(), left),
                operand(binary.right(), right));
    }

    /** Tuples whose elements can't be compared are not the same, whatever is in them. */
    private static boolean neverEqual(BinaryOperator operator, Shape left, Shape right) {
        return (operator == BinaryOperator.EQUAL || operator == BinaryOperator.NOT_EQUAL)
                && left instanceof Shape.Tuple
                && right instanceof Shape.Tuple
                && left.join(right) == null;
    }

    /** {@return an expression as an operand} */
    Operand operand(Expression expression, Shape shape) {
        return new Operand(
                shape, CastRules.place(expression), analysis.constant(expression) != null);
    }

    /** {@return what an operator gives for two operands, or null if it does not take them} */
    @Nullable Shape binary(BinaryOperator operator, Span place, Operand left, Operand right) {
        if (left.type() instanceof ScriptType.Text != right.type() instanceof ScriptType.Text) {
            mismatch(operator, place, left, right);
            return operator.isLogical() || operator.isComparison() ? BOOL : null;
        }
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
        return shape.type() instanceof ScriptType.Bool ? TRUTH_AS_NUMBER : null;
    }

    private Shape arithmetic(
            BinaryOperator operator,
            Span place,
            Operand left,
            Shape.Integral a,
            Operand right,
            Shape.Integral b) {
        // Taking something from what has no sign may well give something negative.
        boolean signed =
                a.sign() == Sign.SIGNED
                        || b.sign() == Sign.SIGNED
                        || operator == BinaryOperator.SUBTRACT;
        boolean isDivision = operator == BinaryOperator.DIVIDE || operator == BinaryOperator.MODULO;
        boolean mixed = !left.type().text().equals(right.type().text());
        if (isDivision && mixed && (left.isSigned() || right.isSigned())) {
            problems.warning(
                    place,
                    "signed operands for '"
                            + operator.text()
                            + "' can lead to undefined behavior (cast to unsigned to silence"
                            + " warning)");
        }
        if (signed) {
            typing.conversions().warnOfSign(left);
            typing.conversions().warnOfSign(right);
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
            if (a.sign() == Sign.SIGNED || b.sign() == Sign.SIGNED) {
                typing.conversions().warnOfSign(left);
                typing.conversions().warnOfSign(right);
            }
            return;
        }
        boolean pointers =
                (left.type() instanceof Pointer && (right.type() instanceof Pointer || b != null))
                        || (right.type() instanceof Pointer && a != null);
        if (pointers) {
            warnOfPointers(place, left, right);
            return;
        }
        if (left.type() instanceof ScriptType.Array(ScriptType one, int length)
                && right.type() instanceof ScriptType.Array(ScriptType other, int otherLength)
                && (length != otherLength || one.size() != other.size())) {
            problems.error(place, "Only arrays of same size support comparison operators.");
            return;
        }
        boolean together = left.shape().join(right.shape()) != null && hasEquality(left.type());
        if (!together) {
            mismatch(operator, place, left, right);
        } else if (!equality) {
            notApplicable(operator, place, left, right);
        }
    }

    private void warnOfPointers(Span place, Operand left, Operand right) {
        if (!(left.type() instanceof Pointer(var _, ScriptType a))
                || !(right.type() instanceof Pointer(var _, ScriptType b))
                || a.text().equals(b.text())) {
            return;
        }
        problems.warning(
                Problem.warning(
                        place,
                        "comparison of distinct pointer types: " + a.text() + ", " + b.text()),
                List.of(
                        Problem.warning(left.place(), "left (" + a.text() + ")"),
                        Problem.warning(right.place(), "right (" + b.text() + ")")));
    }

    /** {@return whether values in memory of that type can be compared byte by byte} */
    private static boolean hasEquality(ScriptType type) {
        return switch (type) {
            case ScriptType.Text _,
                    ScriptType.Tuple _,
                    ScriptType.NamedTuple _,
                    ScriptType.Stack _ ->
                    true;
            case ScriptType.Array(ScriptType element, int _) -> ScriptType.integer(element) != null;
            case ScriptType _ -> isTruth(type);
        };
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
        Constant known = analysis.constant(conditional.condition());
        if (ComptimeBranch.isOpen(conditional.condition(), known)) {
            return null;
        }
        Boolean way = ComptimeBranch.taken(conditional.condition(), known);
        if (way != null && conditional.then() != null) {
            return typing.shape(way ? conditional.then() : conditional.otherwise());
        }
        if (condition != null && !isTruth(condition.type()) && !(known instanceof Constant.Text)) {
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
        if (joined != null) {
            if (thenExpression != null) {
                typing.conversions().check(thenExpression, joined.type());
            }
            typing.conversions().check(conditional.otherwise(), joined.type());
        } else {
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
        return switch (increment.target()) {
            case Expression.Variable variable -> {
                Shape before = typing.accesses().variable(variable);
                // Variables are assigned to before they are counted.
                typing.shape(variable);
                yield before == null ? null : counted(increment, variable, before);
            }
            case Expression.MapAccess access -> {
                GlobalMap map = typing.accesses().use(access);
                if (map == null) {
                    yield null;
                }
                Shape before = map.value().read(typing.current());
                yield counted(increment, access, before == null ? Shape.Integral.ZERO : before);
            }
            default -> throw new IllegalStateException("the parser lets nothing else through");
        };
    }

    private @Nullable Shape counted(
            Expression.Increment increment, Expression target, Shape before) {
        Shape after;
        if (before.number() != null) {
            after = increment.decrement() ? Shape.of(ScriptType.Int.INT64) : Shape.Integral.WIDE;
        } else if (before.type() instanceof Pointer pointer && canMove(pointer)) {
            after = before;
        } else {
            boolean map = target instanceof Expression.MapAccess;
            String name =
                    target instanceof Expression.MapAccess access
                            ? access.name()
                            : ((Expression.Variable) target).name();
            problems.error(
                    increment.span(),
                    "Type mismatch for "
                            + name
                            + ": trying to assign value of type '"
                            + (increment.decrement() ? "int64" : "uint64")
                            + "' when "
                            + (map ? "map" : "variable")
                            + " already has a type '"
                            + before.type().text()
                            + "'");
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
