package dev.skep.cli;

/** A line of a script as errors show it: a tab is four blanks, and what is meant is underlined. */
final class SourceExcerpt {

    private static final int TAB = 4;

    private SourceExcerpt() {}

    /** Appends a source line. */
    static void appendLine(StringBuilder out, String line) {
        for (int i = 0; i < line.length(); i++) {
            if (line.charAt(i) == '\t') {
                out.repeat(' ', TAB);
            } else {
                out.append(line.charAt(i));
            }
        }
        out.append('\n');
    }

    /**
     * Appends a source line and a line of {@code ~} under a part of it; nothing if the line is
     * empty.
     *
     * @param column the first column that is underlined, from 1
     * @param endColumn the column behind the last
     */
    static void appendMarked(StringBuilder out, String line, int column, int endColumn) {
        if (line.isEmpty()) {
            return;
        }
        appendLine(out, line);
        for (int i = 0; i < line.length() && i < endColumn - 1; i++) {
            out.repeat(i < column - 1 ? ' ' : '~', line.charAt(i) == '\t' ? TAB : 1);
        }
        out.append('\n');
    }
}
