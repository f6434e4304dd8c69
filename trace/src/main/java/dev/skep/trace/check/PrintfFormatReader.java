package dev.skep.trace.check;

import dev.skep.trace.schema.PrintfFormat;
import dev.skep.trace.schema.PrintfFormat.Conversion;
import dev.skep.trace.schema.PrintfFormat.Flags;
import dev.skep.trace.schema.PrintfFormat.Piece;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * Takes a format string apart: {@code %[-][+][ ][#][0][*][width][.precision][hlLjzt]conversion},
 * flags in that order. What is no such thing is text, as it is for upstream.
 */
final class PrintfFormatReader {
    /** No output line is that wide; what is, is a mistake. */
    private static final int WIDEST = 4096;

    private final String text;
    private int at;
    private String error = "";

    PrintfFormatReader(String text) {
        this.text = text;
    }

    /** {@return what is wrong with it, if {@link #read} gave nothing} */
    String error() {
        return error;
    }

    /** {@return the pieces, or null if it is no format} */
    @Nullable PrintfFormat read() {
        List<Piece> pieces = new ArrayList<>();
        var literal = new StringBuilder();
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c != '%') {
                literal.append(c);
                continue;
            }
            int start = at;
            Flags flags = flags();
            skip('*');
            int width = number();
            int precision = skip('.') ? number() : -1;
            int bytes = length();
            char letter = at < text.length() ? text.charAt(at++) : '\0';
            Conversion conversion = conversion(letter);
            if (conversion == null) {
                if (isRefused(letter)) {
                    error = "unsupported format specifier: " + letter;
                    return null;
                }
                literal.append('%');
                at = letter == '%' ? at : start;
                continue;
            }
            if (width > WIDEST || precision > WIDEST) {
                error = "format specifier too wide: %" + text.substring(start, at);
                return null;
            }
            if (!literal.isEmpty()) {
                pieces.add(new Piece.Literal(literal.toString()));
                literal.setLength(0);
            }
            pieces.add(new Piece.Spec(flags, width, precision, bytes, conversion));
        }
        if (!literal.isEmpty()) {
            pieces.add(new Piece.Literal(literal.toString()));
        }
        return new PrintfFormat(pieces);
    }

    private @Nullable Conversion conversion(char letter) {
        return switch (letter) {
            case 'd', 'i' -> Conversion.DECIMAL;
            case 'u' -> Conversion.UNSIGNED;
            case 'o' -> Conversion.OCTAL;
            case 'x' -> Conversion.HEX;
            case 'X' -> Conversion.HEX_UPPER;
            case 'c' -> Conversion.CHARACTER;
            case 'p' -> Conversion.POINTER;
            case 's' -> Conversion.STRING;
            case 'r' -> {
                if (skip('x')) {
                    yield Conversion.BUFFER_ESCAPED;
                }
                yield skip('h') ? Conversion.BUFFER_HEX : Conversion.BUFFER;
            }
            case 'g' -> skip('r') ? Conversion.ALLOCATION_FLAGS : null;
            default -> null;
        };
    }

    /** {@return whether it is a conversion of C that the language does not have} */
    private static boolean isRefused(char letter) {
        return switch (letter) {
            case 'a', 'A', 'e', 'E', 'f', 'F', 'g', 'G', 'n' -> true;
            default -> false;
        };
    }

    private Flags flags() {
        return new Flags(skip('-'), skip('+'), skip(' '), skip('#'), skip('0'));
    }

    /** Reads a number, 0 if there is none; what is too large stays above {@link #WIDEST}. */
    private int number() {
        int number = 0;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            number = Math.min(number * 10 + text.charAt(at) - '0', WIDEST + 1);
            at++;
        }
        return number;
    }

    /** {@return how many bytes of an integer the length modifiers ask for} */
    private int length() {
        int bytes = 4;
        while (at < text.length()) {
            switch (text.charAt(at)) {
                case 'h' -> bytes = bytes == 2 ? 1 : 2;
                case 'l', 'L', 'j', 'z', 't' -> bytes = 8;
                default -> {
                    return bytes;
                }
            }
            at++;
        }
        return bytes;
    }

    private boolean skip(char c) {
        if (at < text.length() && text.charAt(at) == c) {
            at++;
            return true;
        }
        return false;
    }

    /** {@return how a conversion is written} */
    static String letters(Conversion conversion) {
        return switch (conversion) {
            case DECIMAL -> "d";
            case UNSIGNED -> "u";
            case OCTAL -> "o";
            case HEX -> "x";
            case HEX_UPPER -> "X";
            case CHARACTER -> "c";
            case POINTER -> "p";
            case STRING -> "s";
            case BUFFER -> "r";
            case BUFFER_ESCAPED -> "rx";
            case BUFFER_HEX -> "rh";
            case ALLOCATION_FLAGS -> "gr";
        };
    }
}
