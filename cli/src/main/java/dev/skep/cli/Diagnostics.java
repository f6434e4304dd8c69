package dev.skep.cli;

import dev.skep.trace.record.ByteText;
import dev.skep.trace.record.TraceRecord;
import dev.skep.trace.syntax.Problem;
import dev.skep.trace.syntax.SourceText;

import java.io.PrintStream;
import java.util.List;

/**
 * Everything that is not data, on standard error: errors, warnings, progress. Each message is
 * written at once, after what data there was, so that on a terminal both stand in order. Used by
 * one thread at a time.
 */
final class Diagnostics {

    private static final String RED = "\u001b[31m";
    private static final String YELLOW = "\u001b[33m";
    private static final String PLAIN = "\u001b[0m";

    private final PrintStream stream;
    private final Colour colour;
    private boolean warnings = true;

    Diagnostics(PrintStream stream, Colour colour) {
        this.stream = stream;
        this.colour = colour;
    }

    /** Leaves warnings out from now on. */
    void hideWarnings() {
        warnings = false;
    }

    /** Says what was attempted and what stopped it; {@code hints} say what to do. */
    void error(String message, List<String> hints) {
        StringBuilder out = new StringBuilder();
        appendSeverity(out, Problem.Severity.ERROR);
        out.append(message).append('\n');
        appendHints(out, hints);
        write(out);
    }

    /** Says what looks wrong; {@code hints} say more, a line each. */
    void warning(String message, String... hints) {
        if (warnings) {
            StringBuilder out = new StringBuilder();
            appendSeverity(out, Problem.Severity.WARNING);
            out.append(message).append('\n');
            appendHints(out, List.of(hints));
            write(out);
        }
    }

    /** Says a line that is neither. */
    void line(String text) {
        write(new StringBuilder(text).append('\n'));
    }

    /** Shows what is wrong in a script, and where. */
    void problem(SourceText source, Problem problem) {
        if (problem.severity() == Problem.Severity.WARNING && !warnings) {
            return;
        }
        int start = Math.min(problem.span().start(), source.text().length());
        int end = Math.clamp(problem.span().end(), start, source.text().length());
        int line = source.line(start);
        // A span that ends with a line's end is of that line, not of the next one.
        int lastLine = end > start ? source.line(end - 1) : line;
        StringBuilder out = new StringBuilder();
        out.append(source.nameAt(start)).append(':').append(line);
        if (lastLine > line) {
            out.append('-').append(lastLine).append(": ");
            appendSeverity(out, problem.severity());
            out.append(problem.message()).append('\n');
            for (int at = start; at < end; ) {
                String text = source.lineText(at);
                SourceExcerpt.appendLine(out, text);
                at += text.length() - source.column(at) + 2;
            }
        } else {
            int column = source.column(start);
            int endColumn = column + (end - start);
            out.append(':').append(column).append('-').append(endColumn).append(": ");
            appendSeverity(out, problem.severity());
            out.append(problem.message()).append('\n');
            SourceExcerpt.appendMarked(out, source.lineText(start), column, endColumn);
        }
        appendHints(out, problem.hints());
        write(out);
    }

    /** Shows what went wrong while a script ran, and where. */
    void runtimeProblem(TraceRecord.RuntimeProblem problem) {
        if (!warnings) {
            return;
        }
        StringBuilder out = new StringBuilder();
        appendHead(out, problem.place(), Problem.Severity.WARNING, problem.message());
        if (problem.helper() != null) {
            out.append("Additional Info - helper: ").append(problem.helper());
            out.append(", retcode: ").append(problem.result()).append('\n');
        }
        appendExcerpt(out, problem.place());
        write(out);
    }

    /** Shows what a script says to be wrong by itself. */
    void message(TraceRecord.Message message) {
        if (!message.error() && !warnings) {
            return;
        }
        StringBuilder out = new StringBuilder();
        Problem.Severity severity =
                message.error() ? Problem.Severity.ERROR : Problem.Severity.WARNING;
        appendHead(out, message.place(), severity, message.text());
        write(out);
    }

    private void appendHead(
            StringBuilder out, TraceRecord.Place place, Problem.Severity severity, String message) {
        out.append(place.file()).append(':').append(place.line()).append(':');
        out.append(place.column()).append('-').append(place.endColumn()).append(": ");
        appendSeverity(out, severity);
        out.append(message);
        if (!message.endsWith("\n")) {
            out.append('\n');
        }
    }

    private static void appendExcerpt(StringBuilder out, TraceRecord.Place place) {
        SourceExcerpt.appendMarked(out, place.lineText(), place.column(), place.endColumn());
    }

    /** Shows where in the code an error was noticed; only for {@code --debug}. */
    void stackTrace(Throwable throwable) {
        throwable.printStackTrace(stream);
        stream.flush();
    }

    private void appendSeverity(StringBuilder out, Problem.Severity severity) {
        switch (severity) {
            case ERROR -> appendColoured(out, RED, "ERROR");
            case WARNING -> appendColoured(out, YELLOW, "WARNING");
        }
        out.append(": ");
    }

    private void appendColoured(StringBuilder out, String code, String word) {
        if (colour.isOn()) {
            out.append(code).append(word).append(PLAIN);
        } else {
            out.append(word);
        }
    }

    private static void appendHints(StringBuilder out, List<String> hints) {
        for (String hint : hints) {
            out.append("HINT: ").append(hint).append('\n');
        }
    }

    private void write(StringBuilder out) {
        stream.writeBytes(ByteText.bytes(out));
        stream.flush();
    }
}
