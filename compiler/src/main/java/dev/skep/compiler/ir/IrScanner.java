package dev.skep.compiler.ir;

/** Cuts the text form of IR into words, numbers, quoted names and signs. */
final class IrScanner {
    private final String text;
    private int next;
    private int line = 1;
    private int lineStart;
    private String here = "1:1";
    private String behind = here;
    private String token = "";

    IrScanner(String text) {
        this.text = text;
        advance();
    }

    /**
     * {@return the token that is looked at; empty at the end} A quoted name starts with its quote.
     */
    String peek() {
        return token;
    }

    /** {@return whether the text has ended} */
    boolean atEnd() {
        return token.isEmpty();
    }

    /** {@return the token that is looked at, after moving on} */
    String take() {
        String taken = token;
        advance();
        return taken;
    }

    /** {@return whether the next token is {@code expected}; if so it is taken} */
    boolean accept(String expected) {
        if (!token.equals(expected)) {
            return false;
        }
        advance();
        return true;
    }

    /** Takes the next token, which must be {@code expected}. */
    void expect(String expected) {
        if (!accept(expected)) {
            throw error("expected '" + expected + "', found '" + token + "'");
        }
    }

    /** {@return the next token, which must be a word: a label, a keyword, a type or a value} */
    String word(String what) {
        if (token.isEmpty() || !isWordPart(token.charAt(0))) {
            throw error("expected " + what + ", found '" + token + "'");
        }
        return take();
    }

    /** {@return the next token, which must be a number} */
    long number(String what) {
        String digits = token;
        boolean negative = digits.equals("-");
        if (negative) {
            advance();
            digits = "-" + token;
        }
        try {
            long value = Long.parseLong(digits);
            advance();
            return value;
        } catch (NumberFormatException e) {
            throw error("expected " + what + ", found '" + digits + "'");
        }
    }

    /** {@return the next token, which must be a number of 32 bits} */
    int integer(String what) {
        long value = number(what);
        if (value != (int) value) {
            throw errorBehind(what + " " + value + " does not fit 32 bits");
        }
        return (int) value;
    }

    /** {@return the next token, which must be a quoted name, without its quotes} */
    String quoted(String what) {
        if (token.isEmpty() || token.charAt(0) != '"') {
            throw error("expected " + what + " in quotes, found '" + token + "'");
        }
        return take().substring(1);
    }

    /** {@return an error at the token that is looked at} */
    MalformedIrException error(String message) {
        return new MalformedIrException(here + ": " + message);
    }

    /** {@return an error at the token that was taken last} */
    MalformedIrException errorBehind(String message) {
        return new MalformedIrException(behind + ": " + message);
    }

    private void advance() {
        skipBlanks();
        int start = next;
        behind = here;
        here = line + ":" + (start - lineStart + 1);
        if (next == text.length()) {
            token = "";
            return;
        }
        char c = text.charAt(next++);
        if (c == '"') {
            token = quotedName();
            return;
        }
        if (isWordPart(c)) {
            while (next < text.length() && isWordPart(text.charAt(next))) {
                next++;
            }
        }
        token = text.substring(start, next);
    }

    private String quotedName() {
        StringBuilder name = new StringBuilder("\"");
        while (true) {
            if (next == text.length()) {
                throw error("the quoted name has no end");
            }
            char c = text.charAt(next++);
            if (c == '"') {
                return name.toString();
            }
            if (c == '\\' && next < text.length()) {
                c = text.charAt(next++);
            }
            name.append(c);
        }
    }

    private void skipBlanks() {
        boolean comment = false;
        for (; next < text.length(); next++) {
            char c = text.charAt(next);
            if (c == '\n') {
                comment = false;
                line++;
                lineStart = next + 1;
            } else if (c == ';') {
                comment = true;
            } else if (!comment && c > ' ') {
                return;
            }
        }
    }

    private static boolean isWordPart(char c) {
        return isLetter(c) || (c >= '0' && c <= '9') || c == '_' || c == '.' || c == '%';
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
}
