package dev.skep.cli;

import java.util.List;
import java.util.regex.Pattern;

/** What a run must say, line by line. */
sealed interface ExpectedText {

    /** {@return whether {@code actual} is what is expected} */
    boolean accepts(String actual);

    /** {@return the text itself; line ends at its end do not count} */
    static ExpectedText exactly(String text) {
        return new Exact(withoutLineEnds(text));
    }

    /** {@return a regular expression for each line; {@code ...} stands for any lines} */
    static ExpectedText matching(String text) {
        return new Lines(List.of(withoutLineEnds(text).split("\n", -1)));
    }

    /** A text. */
    record Exact(String text) implements ExpectedText {
        @Override
        public boolean accepts(String actual) {
            return text.equals(withoutLineEnds(actual));
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** Regular expressions. */
    record Lines(List<String> patterns) implements ExpectedText {
        @Override
        public boolean accepts(String actual) {
            return accepts(List.of(withoutLineEnds(actual).split("\n", -1)), 0, 0);
        }

        private boolean accepts(List<String> lines, int line, int pattern) {
            if (pattern == patterns.size()) {
                return line == lines.size();
            }
            if (patterns.get(pattern).equals("...")) {
                for (int next = line; next <= lines.size(); next++) {
                    if (accepts(lines, next, pattern + 1)) {
                        return true;
                    }
                }
                return false;
            }
            return line < lines.size()
                    && Pattern.matches(patterns.get(pattern), lines.get(line))
                    && accepts(lines, line + 1, pattern + 1);
        }

        @Override
        public String toString() {
            return String.join("\n", patterns);
        }
    }

    private static String withoutLineEnds(String text) {
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == '\n') {
            end--;
        }
        return text.substring(0, end);
    }
}
