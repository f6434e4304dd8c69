package dev.skep.cli;

import java.util.List;

/** The command line, or a file it names, is wrong. The message is a sentence for the user. */
final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> hints;

    /** Creates an exception; {@code hints} say what to do, a line each. */
    UsageException(String message, String... hints) {
        super(message);
        this.hints = List.of(hints);
    }

    /** {@return what to do, a line each} */
    List<String> hints() {
        return hints;
    }
}
