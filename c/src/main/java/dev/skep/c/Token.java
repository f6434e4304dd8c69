package dev.skep.c;

import java.util.Set;

/**
 * A word of C.
 *
 * @param kind what it is
 * @param text its characters
 * @param start where it begins in the text; of what a macro brought in, where the macro is used
 * @param end where it ends
 * @param hidden the macros that it came out of, which are not looked at again
 */
record Token(Kind kind, String text, int start, int end, Set<String> hidden) {

    /** What a word is. */
    enum Kind {
        IDENTIFIER,
        NUMBER,
        STRING,
        CHARACTER,
        PUNCTUATOR,
        END
    }

    Token(Kind kind, String text, int start, int end) {
        this(kind, text, start, end, Set.of());
    }

    /** {@return whether it is that punctuator or word} */
    boolean is(String wanted) {
        return text.equals(wanted) && kind != Kind.STRING && kind != Kind.CHARACTER;
    }

    boolean isIdentifier() {
        return kind == Kind.IDENTIFIER;
    }

    /** {@return the same word, standing where a macro is used} */
    Token at(Token use, Set<String> without) {
        return new Token(kind, text, use.start, use.end, without);
    }

    /** {@return how messages call it} */
    String shown() {
        return kind == Kind.END ? "the end" : "'" + text + "'";
    }
}
