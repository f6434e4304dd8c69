package dev.skep.c;

/** What ends the reading of a declaration or directive; it becomes a {@link CProblem}. */
final class CSyntaxException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient Token token;

    CSyntaxException(Token token, String message) {
        super(message, null, false, false);
        this.token = token;
    }

    /** {@return what is wrong, and where} */
    CProblem problem() {
        return new CProblem(token.start(), token.end(), true, String.valueOf(getMessage()));
    }
}
