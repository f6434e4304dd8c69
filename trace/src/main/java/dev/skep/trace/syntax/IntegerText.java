package dev.skep.trace.syntax;

import org.jspecify.annotations.Nullable;

import java.util.Locale;

/**
 * Reads the text of an integer: decimal, octal ({@code 0}), hexadecimal ({@code 0x}), {@code 2e3},
 * with {@code _} between digits, a duration unit, or a C suffix, which has no meaning.
 */
public final class IntegerText {
    private static final String OVERFLOW =
            "overflow error, maximum value is 18446744073709551615: ";

    private final String text;
    private int at;
    private long value;
    private @Nullable String error;
    private int errorStart;
    private int errorEnd;

    private IntegerText(String text) {
        this.text = text;
    }

    /** {@return what was read; {@link #error()} says whether it is one} */
    public static IntegerText read(String text) {
        var integer = new IntegerText(text);
        integer.read();
        return integer;
    }

    /** {@return its 64 bits, to be read without sign} */
    public long value() {
        return value;
    }

    /** {@return what is wrong with it, or null} */
    public @Nullable String error() {
        return error;
    }

    /** {@return where in the text what is wrong begins} */
    public int errorStart() {
        return errorStart;
    }

    /** {@return where in the text what is wrong ends} */
    public int errorEnd() {
        return errorEnd;
    }

    private void wrong(String message, int start, int end) {
        error = message;
        errorStart = start;
        errorEnd = end;
    }

    private void read() {
        if (isHexadecimal()) {
            at = 2;
            digits(16);
        } else if (text.length() > 1 && text.charAt(0) == '0' && Lexer.isDigit(text.charAt(1))) {
            at = 1;
            digits(8);
        } else {
            digits(10);
            if (error == null && at < text.length() && (text.charAt(at) | 0x20) == 'e') {
                exponent();
            } else if (error == null) {
                unit();
            }
        }
        if (error == null) {
            suffix();
        }
    }

    private boolean isHexadecimal() {
        return text.startsWith("0x") || text.startsWith("0X");
    }

    private void digits(int radix) {
        int first = at;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '_' && at > first && at + 1 < text.length()) {
                at++;
                continue;
            }
            int digit = Lexer.digit(c, radix);
            if (digit < 0) {
                break;
            }
            at++;
            if (!append(radix, digit)) {
                return;
            }
        }
        if (at == first) {
            if (radix == 8) {
                wrong("invalid trailing bytes: " + text, 0, text.length());
            } else {
                wrong("invalid integer: ", 0, at);
            }
        }
    }

    private boolean append(long factor, long add) {
        boolean fits =
                Math.unsignedMultiplyHigh(value, factor) == 0
                        && Long.compareUnsigned(value * factor, -1 - add) <= 0;
        if (!fits) {
            wrong(OVERFLOW + (isHexadecimal() ? text.substring(2) : text), 0, text.length());
            return false;
        }
        value = value * factor + add;
        return true;
    }

    private void exponent() {
        if (at != 1 || value == 0) {
            wrong("coefficient part of scientific literal must be 1-9: " + text, 0, text.length());
            return;
        }
        long coefficient = value;
        value = 0;
        at++;
        digits(10);
        if (error != null) {
            return;
        }
        long exponent = value;
        value = coefficient;
        for (long i = 0; i != exponent && append(10, 0); i++) {
            // Multiplied by ten in the condition; overflows after at most 20 rounds.
        }
    }

    private void unit() {
        String rest = text.substring(at);
        long nanoseconds =
                switch (rest) {
                    case "ns" -> 1;
                    case "us" -> 1_000;
                    case "ms" -> 1_000_000;
                    case "s" -> 1_000_000_000;
                    case "m" -> 60_000_000_000L;
                    case "h" -> 3_600_000_000_000L;
                    case "d" -> 86_400_000_000_000L;
                    default -> 0;
                };
        if (nanoseconds != 0) {
            at = text.length();
            append(nanoseconds, 0);
        }
    }

    private void suffix() {
        String rest = text.substring(at);
        int known =
                switch (rest.toLowerCase(Locale.ROOT)) {
                    // All integers are what they need to be.
                    case "", "u", "l", "ll", "ul", "ull" -> rest.length();
                    default -> rest.startsWith("l") || rest.startsWith("L") ? 1 : 0;
                };
        if (known == rest.length()) {
            return;
        }
        if (rest.startsWith("_")) {
            wrong("trailing underscore in integer literal", at, at + 1);
        } else if (text.startsWith("0") && Lexer.isDigit(rest.charAt(0))) {
            wrong("invalid trailing bytes: " + text, 0, text.length());
        } else {
            wrong(
                    "invalid integer suffix '" + rest.substring(known) + "'",
                    at + known,
                    text.length());
        }
    }
}
