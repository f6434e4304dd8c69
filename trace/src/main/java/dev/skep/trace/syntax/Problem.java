package dev.skep.trace.syntax;

import java.util.List;

/**
 * Something that is wrong, or looks wrong, in a script.
 *
 * @param severity how bad it is
 * @param span where
 * @param message what, in one sentence
 * @param hints what to do about it, a line each
 */
public record Problem(Severity severity, Span span, String message, List<String> hints) {

    public Problem {
        hints = List.copyOf(hints);
    }

    /** How bad a problem is. */
    public enum Severity {
        /** The script is not run. */
        ERROR,
        /** The script is run. */
        WARNING
    }

    /** {@return an error} */
    public static Problem error(Span span, String message, String... hints) {
        return new Problem(Severity.ERROR, span, message, List.of(hints));
    }

    /** {@return a warning} */
    public static Problem warning(Span span, String message, String... hints) {
        return new Problem(Severity.WARNING, span, message, List.of(hints));
    }
}
