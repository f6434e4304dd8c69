package dev.skep.trace.syntax;

/**
 * A script's text and its name.
 *
 * @param name how messages call it: the file's path as given, {@code stdin} for {@code -e} and
 *     standard input
 * @param text the whole text
 */
public record SourceText(String name, String text) {

    /** {@return the line that holds the character at {@code offset}, counted from 1} */
    public int line(int offset) {
        int line = 1;
        for (int i = 0; i < offset && i < text.length(); i++) {
            if (text.charAt(i) == '\n') {
                line++;
            }
        }
        return line;
    }

    /** {@return the column of the character at {@code offset}, counted from 1} */
    public int column(int offset) {
        return offset - lineStart(offset) + 1;
    }

    /** {@return the text of that line, counted from 1, without its line end} */
    public String lineText(int line) {
        int start = 0;
        for (int i = 1; i < line; i++) {
            start = text.indexOf('\n', start) + 1;
        }
        int end = text.indexOf('\n', start);
        return text.substring(start, end < 0 ? text.length() : end);
    }

    /** {@return what follows a piece of the text, blanks left out, up to {@code end}} */
    public Span after(Span piece, int end) {
        int start = Lexer.skipBlanks(text, piece.end());
        return new Span(Math.min(start, end), end);
    }

    /** {@return a statement with the semicolon that ends it, if one does} */
    public Span withSemicolon(Span statement) {
        boolean ended = text.startsWith(";", statement.end());
        return ended ? new Span(statement.start(), statement.end() + 1) : statement;
    }

    private int lineStart(int offset) {
        return text.lastIndexOf('\n', Math.min(offset, text.length()) - 1) + 1;
    }
}
