package dev.skep.trace.syntax;

/** An operator between two operands, by ascending precedence. */
public enum BinaryOperator {
    LOGICAL_OR("||", 1),
    LOGICAL_AND("&&", 2),
    OR("|", 3),
    XOR("^", 4),
    AND("&", 5),
    EQUAL("==", 6),
    NOT_EQUAL("!=", 6),
    LESS("<", 7),
    GREATER(">", 7),
    LESS_OR_EQUAL("<=", 7),
    GREATER_OR_EQUAL(">=", 7),
    SHIFT_LEFT("<<", 8),
    SHIFT_RIGHT(">>", 8),
    ADD("+", 9),
    SUBTRACT("-", 9),
    MULTIPLY("*", 10),
    DIVIDE("/", 10),
    MODULO("%", 10);

    private final String text;
    private final int precedence;

    BinaryOperator(String text, int precedence) {
        this.text = text;
        this.precedence = precedence;
    }

    /** {@return how it is written} */
    public String text() {
        return text;
    }

    /** {@return how tightly it binds, from 1, higher binds tighter; all are left-associative} */
    public int precedence() {
        return precedence;
    }

    /** {@return whether the result is a truth value whatever is compared} */
    public boolean isComparison() {
        return precedence == EQUAL.precedence || precedence == LESS.precedence;
    }

    /**
     * {@return whether it is {@code &&} or {@code ||}, which evaluate the right side only if it
     * matters}
     */
    public boolean isLogical() {
        return precedence <= LOGICAL_AND.precedence;
    }
}
