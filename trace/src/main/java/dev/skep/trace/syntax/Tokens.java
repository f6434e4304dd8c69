package dev.skep.trace.syntax;

import java.util.ArrayList;
import java.util.List;

/**
 * The parser's place in the text: the current token, what is wrong so far, and how deep it is
 * nested.
 */
final class Tokens {

    /**
     * How many levels a syntax tree may have. What walks the tree does so by recursion, so this
     * keeps every stage from running out of the megabyte of stack that a thread has.
     */
    static final int MAX_LEVELS = 200;

    private final SourceText source;
    private final Lexer lexer;
    private final List<Problem> problems = new ArrayList<>();
    private TokenKind kind;
    private int previousEnd;
    private int level;
    private boolean aborted;

    Tokens(SourceText source) {
        this.source = source;
        this.lexer = new Lexer(source.text());
        this.kind = lexer.read(0);
    }

    String text() {
        return source.text();
    }

    List<Problem> problems() {
        return problems;
    }

    TokenKind kind() {
        return kind;
    }

    boolean is(TokenKind wanted) {
        return kind == wanted;
    }

    /** {@return whether the current token is this word} */
    boolean isWord(String word) {
        return kind == TokenKind.IDENTIFIER
                && lexer.end() - lexer.start() == word.length()
                && text().startsWith(word, lexer.start());
    }

    int start() {
        return lexer.start();
    }

    int end() {
        return lexer.end();
    }

    /** {@return where the token before the current one ends} */
    int previousEnd() {
        return previousEnd;
    }

    Span span() {
        return new Span(lexer.start(), lexer.end());
    }

    /** {@return the stretch from {@code start} to the end of the token before the current one} */
    Span spanFrom(int start) {
        return new Span(start, Math.max(start, previousEnd));
    }

    String tokenText() {
        return text().substring(lexer.start(), lexer.end());
    }

    void advance() {
        previousEnd = lexer.end();
        kind = lexer.read(lexer.end());
    }

    /** Goes on with the token at or behind {@code offset}. */
    void moveTo(int offset) {
        previousEnd = offset;
        kind = aborted ? lexer.read(text().length()) : lexer.read(offset);
    }

    /** {@return the kind of the token behind the current one} */
    TokenKind peek() {
        Lexer ahead = new Lexer(text());
        return ahead.read(lexer.end());
    }

    /** Goes on if the current token is as wanted. */
    boolean skip(TokenKind wanted) {
        if (kind != wanted) {
            return false;
        }
        advance();
        return true;
    }

    /** Goes on behind the token that must be here. */
    void expect(TokenKind wanted) {
        if (kind != wanted) {
            throw expected(wanted.text());
        }
        advance();
    }

    /** Notes that something else must be here. */
    SyntaxError expected(String what, String... hints) {
        return switch (kind) {
            case UNTERMINATED_STRING -> unterminated();
            case UNTERMINATED_COMMENT -> fail(span(), "syntax: unterminated comment");
            default -> fail(placeOfUnexpected(), "syntax: expected " + what, hints);
        };
    }

    /** A string ends with its line: what is behind it should be part of it. */
    SyntaxError unterminated() {
        int end = Math.min(lexer.end(), text().length());
        boolean more = end + 1 < text().length();
        return fail(
                more ? new Span(end + 1, end + 2) : new Span(end, end),
                "syntax: unterminated string",
                "it begins at " + source.line(start()) + ":" + source.column(start()));
    }

    /** The word or character that should be something else; nothing, at the end of the text. */
    private Span placeOfUnexpected() {
        if (is(TokenKind.END)) {
            return new Span(text().length(), text().length());
        }
        char first = text().charAt(start());
        boolean word = Lexer.isIdentifierPart(first) || first == '$' || first == '@';
        return word ? span() : new Span(start(), start() + 1);
    }

    /** Notes an error. */
    SyntaxError fail(Span span, String message, String... hints) {
        if (!aborted) {
            problems.add(Problem.error(span, message, hints));
        }
        return SyntaxError.NOTED;
    }

    /** Notes that reading went one level down. */
    void enter() {
        level++;
        checkLevels(level);
    }

    /** Notes that reading came one level up. */
    void leave() {
        level--;
    }

    int level() {
        return level;
    }

    /** Goes back to the level at which reading goes on after an error. */
    void level(int before) {
        level = before;
    }

    /** Gives the whole script up if a tree has too many levels. */
    void checkLevels(int levels) {
        if (levels > MAX_LEVELS) {
            SyntaxError error = fail(span(), "nested more than " + MAX_LEVELS + " levels deep");
            aborted = true;
            moveTo(text().length());
            throw error;
        }
    }

    /**
     * Skips what is left of a statement that could not be read: behind its {@code ;} or block, or
     * to a {@code }}.
     */
    void skipStatement() {
        int depth = 0;
        while (kind != TokenKind.END) {
            switch (kind) {
                case LEFT_BRACE -> depth++;
                case RIGHT_BRACE -> {
                    if (depth == 0) {
                        return;
                    }
                    depth--;
                    if (depth == 0) {
                        advance();
                        return;
                    }
                }
                case SEMICOLON -> {
                    if (depth == 0) {
                        advance();
                        return;
                    }
                }
                default -> {
                    // Part of what is skipped.
                }
            }
            advance();
        }
    }
}
