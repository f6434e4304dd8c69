package dev.skep.trace.syntax;

import dev.skep.trace.record.ByteText;

import java.nio.charset.StandardCharsets;

/** Reads the text of a string, quotation marks included, into bytes. */
final class StringText {
    private StringText() {}

    /**
     * {@return the bytes, one character for each} Escapes that are none are noted, and stand for
     * themselves.
     *
     * @param tokens what holds the string token and takes note of problems
     */
    static String read(Tokens tokens) {
        String text = tokens.text();
        int end = tokens.end() - 1;
        var bytes = new StringBuilder(end - tokens.start());
        int at = tokens.start() + 1;
        while (at < end) {
            char c = text.charAt(at);
            if (c == '\\') {
                at = escape(tokens, text, at, end, bytes);
            } else if (c < 0x80) {
                bytes.append(c);
                at++;
            } else {
                int next = text.offsetByCodePoints(at, 1);
                byte[] utf8 = ByteText.bytes(text.substring(at, next));
                bytes.append(new String(utf8, StandardCharsets.ISO_8859_1));
                at = next;
            }
        }
        return bytes.toString();
    }

    /** Reads the escape at {@code at}, and returns the offset behind it. */
    private static int escape(Tokens tokens, String text, int at, int end, StringBuilder bytes) {
        char c = text.charAt(at + 1);
        switch (c) {
            case 'n' -> bytes.append('\n');
            case 't' -> bytes.append('\t');
            case 'r' -> bytes.append('\r');
            case '"', '\\' -> bytes.append(c);
            case 'x' -> {
                return number(tokens, text, at, at + 2, Math.min(at + 4, end), 16, bytes);
            }
            case '0', '1', '2', '3', '4', '5', '6', '7' -> {
                return number(tokens, text, at, at + 1, Math.min(at + 4, end), 8, bytes);
            }
            default -> invalid(tokens, at, at + 1 + Character.charCount(text.codePointAt(at + 1)));
        }
        return c < 0x80 ? at + 2 : at + 1 + Character.charCount(text.codePointAt(at + 1));
    }

    private static int number(
            Tokens tokens,
            String text,
            int at,
            int first,
            int limit,
            int radix,
            StringBuilder bytes) {
        int value = 0;
        int next = first;
        while (next < limit && Lexer.digit(text.charAt(next), radix) >= 0) {
            value = value * radix + Lexer.digit(text.charAt(next), radix);
            next++;
        }
        if (next == first) {
            tokens.fail(new Span(next, next + 1), "syntax: invalid hex escape sequence");
        } else if (value > 0xff) {
            String escape = text.substring(at, next);
            tokens.fail(
                    new Span(at, next),
                    "syntax: octal escape sequence out of range '" + escape + "'");
        }
        bytes.append((char) (value & 0xff));
        return next;
    }

    private static void invalid(Tokens tokens, int at, int end) {
        String escape = tokens.text().substring(at, end);
        tokens.fail(new Span(at + 1, end), "syntax: invalid escape character '" + escape + "'");
    }
}
