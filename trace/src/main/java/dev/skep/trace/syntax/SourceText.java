package dev.skep.trace.syntax;

import java.util.ArrayList;
import java.util.List;

/**
 * A script's text and its name, and behind it those of the scripts that it brings in.
 *
 * @param name how messages call it: the file's path as given, {@code stdin} for {@code -e} and
 *     standard input
 * @param text the whole text
 * @param imported the scripts behind the first one, in the order of the text
 */
public record SourceText(String name, String text, List<Imported> imported) {

    public SourceText {
        imported = List.copyOf(imported);
    }

    /** Makes a script that brings in no other. */
    public SourceText(String name, String text) {
        this(name, text, List.of());
    }

    /**
     * A script that was brought in.
     *
     * @param name how messages call it
     * @param start where in the whole text its own begins, at the start of a line
     */
    public record Imported(String name, int start) {}

    /** {@return the same with another script behind it} */
    public SourceText with(String otherName, String otherText) {
        String together = text + "\n" + otherText;
        List<Imported> all = new ArrayList<>(imported);
        all.add(new Imported(otherName, text.length() + 1));
        return new SourceText(name, together, all);
    }

    /** {@return the name of the script that the character at {@code offset} is in} */
    public String nameAt(int offset) {
        int part = part(offset);
        return part < 0 ? name : imported.get(part).name();
    }

    /** {@return the line of its script that holds the character at {@code offset}, from 1} */
    public int line(int offset) {
        int line = 1;
        for (int i = scriptStart(offset); i < offset && i < text.length(); i++) {
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

    /** {@return the offset of the character at a line and column of a script, counted from 1} */
    public int offset(String script, int line, int column) {
        int start = 0;
        for (Imported each : imported) {
            start = each.name().equals(script) ? each.start() : start;
        }
        for (int i = 1; i < line; i++) {
            start = text.indexOf('\n', start) + 1;
        }
        return start + column - 1;
    }

    /** {@return the line that holds the character at {@code offset}, without its line end} */
    public String lineText(int offset) {
        int start = lineStart(offset);
        int end = text.indexOf('\n', start);
        return text.substring(start, end < 0 ? text.length() : end);
    }

    /** {@return where the script begins that the character at {@code offset} is in} */
    public int scriptStart(int offset) {
        int part = part(offset);
        return part < 0 ? 0 : imported.get(part).start();
    }

    private int part(int offset) {
        int part = imported.size() - 1;
        while (part >= 0 && imported.get(part).start() > offset) {
            part--;
        }
        return part;
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
