package dev.skep.c;

import java.nio.charset.StandardCharsets;

/** The values of numbers, characters and strings as written. */
final class Literals {
    private Literals() {}

    /** {@return the value of a number; a suffix that has a {@code u} makes it unsigned} */
    static CConstant.Int number(Token token) throws CSyntaxException {
        String text = token.text();
        int end = text.length();
        boolean unsigned = false;
        while (end > 1 && "uUlL".indexOf(text.charAt(end - 1)) >= 0) {
            unsigned |= "uU".indexOf(text.charAt(end - 1)) >= 0;
            end--;
        }
        String digits = text.substring(0, end);
        try {
            long value;
            if (digits.startsWith("0x") || digits.startsWith("0X")) {
                value = Long.parseUnsignedLong(digits.substring(2), 16);
            } else if (digits.startsWith("0b") || digits.startsWith("0B")) {
                value = Long.parseUnsignedLong(digits.substring(2), 2);
            } else if (digits.startsWith("0") && digits.length() > 1) {
                value = Long.parseUnsignedLong(digits.substring(1), 8);
            } else {
                value = Long.parseUnsignedLong(digits);
            }
            return new CConstant.Int(value, unsigned || value < 0);
        } catch (NumberFormatException _) {
            throw new CSyntaxException(token, token.shown() + " is no integer");
        }
    }

    /** {@return the value of {@code 'c'}} */
    static long character(Token token) throws CSyntaxException {
        String bytes = string(token);
        if (bytes.length() != 1) {
            throw new CSyntaxException(token, token.shown() + " is no single character");
        }
        return (byte) bytes.charAt(0);
    }

    /** {@return the bytes of a string or character, one character (0 to 255) for each} */
    static String string(Token token) throws CSyntaxException {
        String quoted = token.text();
        var bytes = new StringBuilder();
        int end = quoted.length() - 1;
        int at = 1;
        while (at < end) {
            char c = quoted.charAt(at++);
            if (c != '\\') {
                byte[] utf8 = String.valueOf(c).getBytes(StandardCharsets.UTF_8);
                bytes.append(new String(utf8, StandardCharsets.ISO_8859_1));
                continue;
            }
            char escape = at < end ? quoted.charAt(at) : '\0';
            at++;
            switch (escape) {
                case 'n' -> bytes.append('\n');
                case 't' -> bytes.append('\t');
                case 'r' -> bytes.append('\r');
                case '\\', '"', '\'' -> bytes.append(escape);
                case 'x' -> {
                    int start = at;
                    while (at < end && Character.digit(quoted.charAt(at), 16) >= 0) {
                        at++;
                    }
                    bytes.append(code(token, quoted.substring(start, at), 16));
                }
                case '0', '1', '2', '3', '4', '5', '6', '7' -> {
                    int start = at - 1;
                    while (at < end && at < start + 3 && isOctal(quoted.charAt(at))) {
                        at++;
                    }
                    bytes.append(code(token, quoted.substring(start, at), 8));
                }
                default ->
                        throw new CSyntaxException(
                                token, "invalid escape character '\\" + escape + "'");
            }
        }
        return bytes.toString();
    }

    private static boolean isOctal(char c) {
        return c >= '0' && c <= '7';
    }

    private static char code(Token token, String digits, int radix) throws CSyntaxException {
        if (digits.isEmpty() || digits.length() > 3) {
            throw new CSyntaxException(token, "invalid escape in " + token.shown());
        }
        return (char) (Integer.parseInt(digits, radix) & 0xff);
    }
}
