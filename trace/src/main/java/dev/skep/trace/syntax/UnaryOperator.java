package dev.skep.trace.syntax;

/** An operator in front of one operand. */
public enum UnaryOperator {
    /** Logical not. */
    NOT("!"),
    /** Bitwise complement. */
    COMPLEMENT("~"),
    /** Negation. */
    NEGATE("-"),
    /** What a pointer points to. */
    DEREFERENCE("*"),
    /** The address of a variable or map. */
    ADDRESS_OF("&");

    private final String text;

    UnaryOperator(String text) {
        this.text = text;
    }

    /** {@return how it is written} */
    public String text() {
        return text;
    }
}
