package dev.skep.trace.syntax;

/** What is wrong with an integer, and which part of it. */
final class IntegerErrors {
    private static final String SYNTAX = "syntax: ";

    private IntegerErrors() {}

    /**
     * {@return the error of a text that {@link IntegerText} does not take}
     *
     * @param span where it stands
     * @param text the text
     * @param error what {@link IntegerText#error} says
     */
    static Problem of(Span span, String text, String error) {
        if (!error.startsWith("invalid integer")) {
            return Problem.error(span, SYNTAX + error);
        }
        if (text.endsWith("_")) {
            return Problem.error(
                    new Span(span.end() - 1, span.end()),
                    SYNTAX + "trailing underscore in integer literal");
        }
        if (text.equalsIgnoreCase("0x")) {
            return Problem.error(span, SYNTAX + "invalid integer: ");
        }
        int digits = 0;
        while (digits < text.length() && isDigit(text.charAt(digits))) {
            digits++;
        }
        if (digits == text.length() || text.startsWith("0x") || text.startsWith("0X")) {
            return Problem.error(span, SYNTAX + "invalid trailing bytes: " + text);
        }
        return Problem.error(
                new Span(span.start() + digits, span.end()),
                SYNTAX + "invalid integer suffix '" + text.substring(digits) + "'");
    }

    private static boolean isDigit(char c) {
        return Lexer.isDigit(c) || c == '_';
    }
}
