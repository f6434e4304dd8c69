package dev.skep.c;

import dev.skep.c.Token.Kind;

/** Cuts a text into words. Comments and joined lines are passed over. */
final class CLexer {
    private static final String[] LONG_PUNCTUATORS = {
        "...", "<<=", ">>=", "->", "++", "--", "<<", ">>", "<=", ">=", "==", "!=", "&&", "||", "+=",
        "-=", "*=", "/=", "%=", "&=", "|=", "^=", "##"
    };

    private final String text;
    private int at;

    CLexer(String text) {
        this.text = text;
    }

    /** {@return where the next word will be looked for} */
    int position() {
        return at;
    }

    /**
     * {@return the next word} The last one, {@link Kind#END}, stands for as long as asked for.
     *
     * @param inLine whether the end of the line ends the words, as in a directive
     */
    Token next(boolean inLine) {
        skipBlanks(inLine);
        int start = at;
        if (start >= text.length() || (inLine && text.charAt(start) == '\n')) {
            return new Token(Kind.END, "", Math.max(start - 1, 0), Math.max(start, 1));
        }
        char first = text.charAt(start);
        if (isLetter(first)) {
            while (at < text.length() && isWord(text.charAt(at))) {
                at++;
            }
            return token(Kind.IDENTIFIER, start);
        }
        if (isDigit(first)) {
            while (at < text.length() && (isWord(text.charAt(at)) || text.charAt(at) == '.')) {
                at++;
            }
            return token(Kind.NUMBER, start);
        }
        if (first == '"' || first == '\'') {
            return quoted(first, start);
        }
        for (String punctuator : LONG_PUNCTUATORS) {
            if (text.startsWith(punctuator, start)) {
                at += punctuator.length();
                return token(Kind.PUNCTUATOR, start);
            }
        }
        at++;
        return token(Kind.PUNCTUATOR, start);
    }

    /** Goes on at the start of the next line, joined lines being one. */
    void skipLine() {
        while (at < text.length() && text.charAt(at) != '\n') {
            at += text.startsWith("\\\n", at) ? 2 : 1;
        }
    }

    /** {@return the rest of the line, from the next word on} */
    String restOfLine() {
        int start = at;
        skipLine();
        return text.substring(Math.min(start, text.length()), Math.min(at, text.length())).strip();
    }

    private Token quoted(char quote, int start) {
        at++;
        while (at < text.length() && text.charAt(at) != quote && text.charAt(at) != '\n') {
            at += text.charAt(at) == '\\' ? 2 : 1;
        }
        at = Math.min(at, text.length());
        if (at < text.length() && text.charAt(at) == quote) {
            at++;
            return token(quote == '"' ? Kind.STRING : Kind.CHARACTER, start);
        }
        // A lone quote is a word that nobody expects.
        return token(Kind.PUNCTUATOR, start);
    }

    private void skipBlanks(boolean inLine) {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (text.startsWith("\\\n", at)) {
                at += 2;
            } else if (text.startsWith("//", at)) {
                skipLine();
            } else if (text.startsWith("/*", at)) {
                int end = text.indexOf("*/", at + 2);
                at = end < 0 ? text.length() : end + 2;
            } else if (c <= ' ' && !(inLine && c == '\n')) {
                at++;
            } else {
                return;
            }
        }
    }

    private Token token(Kind kind, int start) {
        return new Token(kind, text.substring(start, at), start, at);
    }

    static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$';
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isWord(char c) {
        return isLetter(c) || isDigit(c);
    }
}
