package dev.skep.trace.syntax;

import java.util.List;

/**
 * One place to attach to, as written, not yet looked up.
 *
 * @param span the whole attach point
 * @param provider the provider as written: {@code tracepoint}, {@code t}, {@code BEGIN}
 * @param parts what follows, cut at the colons and without quotation marks
 */
public record AttachPoint(Span span, String provider, List<String> parts) implements Node {

    public AttachPoint {
        parts = List.copyOf(parts);
    }

    /** {@return the attach point in one piece, as {@code tracepoint:syscalls:sys_enter_open*}} */
    public String text() {
        var text = new StringBuilder(provider);
        for (String part : parts) {
            text.append(':').append(part);
        }
        return text.toString();
    }
}
