package dev.skep.trace.syntax;

/**
 * Leaves the construct that can't be read, after the problem was noted. Caught where reading can go
 * on, never seen outside the parser, and so without a stack trace.
 */
final class SyntaxError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("StaticAssignmentOfThrowable") // It has no stack trace.
    static final SyntaxError NOTED = new SyntaxError();

    private SyntaxError() {
        super("syntax error", null, false, false);
    }
}
