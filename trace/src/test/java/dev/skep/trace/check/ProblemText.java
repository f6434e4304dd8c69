package dev.skep.trace.check;

import dev.skep.trace.syntax.Problem;
import dev.skep.trace.syntax.SourceText;
import dev.skep.trace.syntax.Span;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Problems as tests compare them: {@code 1:2-5: ERROR: text}, hints behind as {@code HINT: text}.
 */
final class ProblemText {
    private ProblemText() {}

    static List<String> lines(SourceText source, List<Problem> problems) {
        List<String> lines = new ArrayList<>();
        for (Problem problem : problems) {
            lines.add(
                    place(source, problem.span())
                            + ": "
                            + problem.severity().name().toUpperCase(Locale.ROOT)
                            + ": "
                            + problem.message());
            for (String hint : problem.hints()) {
                lines.add("HINT: " + hint);
            }
        }
        return lines;
    }

    private static String place(SourceText source, Span span) {
        int line = source.line(span.start());
        int lastLine = source.line(span.end());
        if (line != lastLine) {
            return line + "-" + lastLine;
        }
        int column = source.column(span.start());
        return line + ":" + column + "-" + (column + span.end() - span.start());
    }
}
