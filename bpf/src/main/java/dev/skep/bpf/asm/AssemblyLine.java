package dev.skep.bpf.asm;

import java.util.ArrayList;
import java.util.List;

/** One line of assembly, cut into tokens, with a place to read on from. */
final class AssemblyLine {

    /** Signs that are more than one character, longest first; any other one stands for itself. */
    private static final List<String> LONG_SIGNS =
            List.of(
                    "<<=", ">>=", "+=", "-=", "*=", "/=", "%=", "|=", "&=", "^=", "==", "!=", ">=",
                    "<=");

    /** What kind of token it is. */
    enum Kind {
        WORD,
        NUMBER,
        NAME,
        SIGN,
        END
    }

    /**
     * A token.
     *
     * @param kind what it is
     * @param text as written; of a quoted name what the quotes hold
     * @param column from 1
     */
    record Token(Kind kind, String text, int column) {}

    /** Something that cannot be read, at a column of this line. */
    static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1L;

        final int column;

        Unreadable(int column, String message) {
            super(message);
            this.column = column;
        }
    }

    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private int at;

    AssemblyLine(String text) throws Unreadable {
        this.text = text;
        int from = 0;
        while (from < text.length()) {
            char c = text.charAt(from);
            if (c == ' ' || c == '\t') {
                from++;
            } else if (c == ';' || text.startsWith("//", from)) {
                break;
            } else {
                from = token(from);
            }
        }
        tokens.add(new Token(Kind.END, "the end of the line", text.length() + 1));
    }

    /** {@return the next token, which stays} */
    Token peek() {
        return tokens.get(at);
    }

    /** {@return the token behind the next one} */
    Token peekSecond() {
        return tokens.get(Math.min(at + 1, tokens.size() - 1));
    }

    /** {@return the next token, which is passed} */
    Token next() {
        Token token = tokens.get(at);
        if (token.kind() != Kind.END) {
            at++;
        }
        return token;
    }

    /** {@return where reading is, to come back by {@link #reset}} */
    int mark() {
        return at;
    }

    /** Reads on from {@code mark}. */
    void reset(int mark) {
        at = mark;
    }

    boolean atEnd() {
        return peek().kind() == Kind.END;
    }

    /** Passes the next token if it is {@code text}. {@return whether it was} */
    boolean accept(String wanted) {
        if (!peek().text().equals(wanted) || peek().kind() == Kind.NAME || atEnd()) {
            return false;
        }
        at++;
        return true;
    }

    /** Passes {@code wanted} tokens. */
    void expect(String... wanted) throws Unreadable {
        for (String one : wanted) {
            if (!accept(one)) {
                throw unexpected(one);
            }
        }
    }

    /** {@return the next token if it is of that kind, which is passed} */
    Token expect(Kind kind, String what) throws Unreadable {
        if (peek().kind() != kind) {
            throw unexpected(what);
        }
        return next();
    }

    /** Passes all that is left. */
    void skipRest() {
        at = tokens.size() - 1;
    }

    Unreadable unexpected(String wanted) {
        return new Unreadable(peek().column(), "expected " + wanted + ", found " + peek().text());
    }

    private int token(int from) throws Unreadable {
        char c = text.charAt(from);
        if (c == '"') {
            return quoted(from);
        }
        if (Syntax.isWordPart(c)) {
            int end = from;
            while (end < text.length() && Syntax.isWordPart(text.charAt(end))) {
                end++;
            }
            boolean number = c >= '0' && c <= '9';
            tokens.add(
                    new Token(
                            number ? Kind.NUMBER : Kind.WORD, text.substring(from, end), from + 1));
            return end;
        }
        for (String sign : LONG_SIGNS) {
            if (text.startsWith(sign, from)) {
                tokens.add(new Token(Kind.SIGN, sign, from + 1));
                return from + sign.length();
            }
        }
        tokens.add(new Token(Kind.SIGN, String.valueOf(c), from + 1));
        return from + 1;
    }

    private int quoted(int from) throws Unreadable {
        StringBuilder name = new StringBuilder();
        int i = from + 1;
        while (i < text.length() && text.charAt(i) != '"') {
            char c = text.charAt(i++);
            if (c != '\\') {
                name.append(c);
            } else if (i < text.length() && text.charAt(i) == 'x' && i + 2 < text.length()) {
                int high = Character.digit(text.charAt(i + 1), 16);
                int low = Character.digit(text.charAt(i + 2), 16);
                if (high < 0 || low < 0) {
                    throw new Unreadable(i, "\\x wants two hexadecimal digits");
                }
                name.append((char) ((high << 4) | low));
                i += 3;
            } else if (i < text.length()) {
                name.append(text.charAt(i++));
            }
        }
        if (i >= text.length()) {
            throw new Unreadable(from + 1, "the name is not closed by \"");
        }
        tokens.add(new Token(Kind.NAME, name.toString(), from + 1));
        return i + 1;
    }
}
