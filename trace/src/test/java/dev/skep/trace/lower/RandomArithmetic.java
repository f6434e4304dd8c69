package dev.skep.trace.lower;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Expressions over variables of 64 bits, with what they give by the rules of the language. */
final class RandomArithmetic {
    private static final String[] OPERATORS = {"+", "-", "*", "/", "%", "&", "|", "^", "<<", ">>"};

    private final Random random;
    private final List<String> names = new ArrayList<>();
    private final List<Number> values = new ArrayList<>();

    /** A value, and whether its type has a sign. */
    record Number(long value, boolean signed) {}

    /** An expression and its value. */
    record Sum(String text, Number number) {}

    RandomArithmetic(long seed) {
        random = new Random(seed);
    }

    /** {@return a declaration of a variable with a value that is of some size} */
    String variable() {
        String name = "$v" + names.size();
        boolean signed = random.nextBoolean();
        long value = random.nextLong() >> random.nextInt(64);
        names.add(name);
        values.add(new Number(value, signed));
        // A literal of 64 bits without sign is cast, so that the script gets every bit.
        return name + " = (" + (signed ? "int64" : "uint64") + ")" + Long.toUnsignedString(value);
    }

    /** {@return an expression of at most so many levels} */
    Sum sum(int levels) {
        if (levels == 0 || random.nextInt(6) == 0) {
            int index = random.nextInt(names.size());
            return new Sum(names.get(index), values.get(index));
        }
        if (random.nextInt(6) == 0) {
            return unary(sum(levels - 1));
        }
        Sum left = sum(levels - 1);
        Sum right = sum(levels - 1);
        return random.nextInt(5) == 0
                ? comparison(left, right)
                : binary(OPERATORS[random.nextInt(OPERATORS.length)], left, right);
    }

    private Sum unary(Sum operand) {
        Number number = operand.number();
        return random.nextBoolean()
                ? new Sum("(~" + operand.text() + ")", new Number(~number.value(), number.signed()))
                : new Sum("(-" + operand.text() + ")", new Number(-number.value(), true));
    }

    private Sum binary(String operator, Sum left, Sum right) {
        long a = left.number().value();
        long b = right.number().value();
        boolean signed = left.number().signed() || right.number().signed();
        String divisor = "(" + right.text() + " | (uint64)1)";
        return switch (operator) {
            case "+" -> sum(left, "+", right.text(), new Number(a + b, signed));
            case "-" -> sum(left, "-", right.text(), new Number(a - b, signed));
            case "*" -> sum(left, "*", right.text(), new Number(a * b, signed));
            case "/" -> sum(left, "/", divisor, new Number(Long.divideUnsigned(a, b | 1), signed));
            case "%" ->
                    sum(left, "%", divisor, new Number(Long.remainderUnsigned(a, b | 1), signed));
            case "&" -> sum(left, "&", right.text(), new Number(a & b, signed));
            case "|" -> sum(left, "|", right.text(), new Number(a | b, signed));
            case "^" -> sum(left, "^", right.text(), new Number(a ^ b, signed));
            case "<<" -> sum(left, "<<", right.text(), new Number(a << b, left.number().signed()));
            case ">>" -> sum(left, ">>", right.text(), new Number(a >>> b, left.number().signed()));
            default -> throw new IllegalArgumentException(operator);
        };
    }

    private Sum comparison(Sum left, Sum right) {
        long a = left.number().value();
        long b = right.number().value();
        boolean signed = left.number().signed() || right.number().signed();
        boolean less = signed ? a < b : Long.compareUnsigned(a, b) < 0;
        return new Sum(
                "((uint64)(" + left.text() + " < " + right.text() + "))",
                new Number(less ? 1 : 0, false));
    }

    private static Sum sum(Sum left, String operator, String right, Number number) {
        return new Sum("(" + left.text() + " " + operator + " " + right + ")", number);
    }
}
