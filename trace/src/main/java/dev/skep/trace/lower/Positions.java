package dev.skep.trace.lower;

import dev.skep.bpf.asm.SourcePosition;
import dev.skep.trace.syntax.SourceText;
import dev.skep.trace.syntax.Span;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/** Finds the lines and columns of a script; a program asks for thousands of them. */
final class Positions {
    private final SourceText source;
    private final int[] lineStarts;
    private final @Nullable String[] lines;

    Positions(SourceText source) {
        this.source = source;
        String text = source.text();
        int[] starts = new int[16];
        int count = 1;
        for (int at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
            if (count == starts.length) {
                starts = Arrays.copyOf(starts, count * 2);
            }
            starts[count++] = at + 1;
        }
        lineStarts = Arrays.copyOf(starts, count);
        lines = new String[count];
    }

    /** {@return where a stretch of the text begins} */
    SourcePosition of(Span span) {
        int found = Arrays.binarySearch(lineStarts, span.start());
        int line = found >= 0 ? found : -found - 2;
        String text = lines[line];
        if (text == null) {
            text = source.lineText(span.start());
            lines[line] = text;
        }
        return new SourcePosition(
                source.nameAt(span.start()),
                line + 1 - firstLine(span.start()),
                span.start() - lineStarts[line] + 1,
                text);
    }

    /** {@return how many lines there are in front of the script that holds a place} */
    private int firstLine(int offset) {
        int start = source.scriptStart(offset);
        return start == 0 ? 0 : Arrays.binarySearch(lineStarts, start);
    }
}
