package dev.skep.trace.syntax;

/**
 * A stretch of a script's text.
 *
 * @param start offset of the first character
 * @param end offset behind the last character
 */
public record Span(int start, int end) {

    /** {@return the stretch from the start of this to the end of {@code last}} */
    public Span to(Span last) {
        return new Span(start, Math.max(end, last.end));
    }
}
