package dev.skep.bpf.diagnose;

import dev.skep.bpf.asm.Code;
import dev.skep.bpf.asm.CodeElement;
import dev.skep.bpf.asm.SourcePosition;

import org.jspecify.annotations.Nullable;

/**
 * Reads what the verifier wrote: instruction lines {@code 12: (79) r1 = …}, states, and near the
 * end one sentence that says what is wrong, followed by statistics.
 */
public final class VerifierLog {

    private final String[] lines;

    /** Takes a whole log. */
    public VerifierLog(String text) {
        lines = text.split("\n", -1);
    }

    /**
     * {@return what is wrong, and which instruction of {@code code} the verifier was looking at}
     */
    public Diagnosis diagnose(Code code) {
        int slot = lastInstruction();
        return new Diagnosis(message(), slot, slot < 0 ? null : sourceOf(code, slot));
    }

    /** {@return how many instructions the verifier went through, -1 if it does not say} */
    public int processed() {
        for (String line : lines) {
            String start = "processed ";
            if (line.startsWith(start)) {
                int end = line.indexOf(' ', start.length());
                if (end > 0 && isNumber(line, start.length(), end)) {
                    return Integer.parseInt(line, start.length(), end, 10);
                }
            }
        }
        return -1;
    }

    private String message() {
        for (int i = lines.length - 1; i >= 0; i--) {
            String line = lines[i].strip();
            if (!line.isEmpty() && !isStatistic(line)) {
                return line;
            }
        }
        return "";
    }

    /**
     * {@return the first line, neither blank nor statistics, that contains {@code text}; empty if
     * there is none}
     */
    public String lineWith(String text) {
        for (String raw : lines) {
            String line = raw.strip();
            if (!line.isEmpty() && line.contains(text) && !isStatistic(line)) {
                return line;
            }
        }
        return "";
    }

    private static boolean isStatistic(String line) {
        return line.startsWith("processed ")
                || line.startsWith("verification time ")
                || line.startsWith("stack depth ")
                || line.startsWith("max_states_per_insn")
                || line.startsWith("insns processed");
    }

    private int lastInstruction() {
        for (int i = lines.length - 1; i >= 0; i--) {
            int colon = lines[i].indexOf(": (");
            if (colon > 0 && colon < 8 && isNumber(lines[i], 0, colon)) {
                return Integer.parseInt(lines[i], 0, colon, 10);
            }
        }
        return -1;
    }

    private static boolean isNumber(String text, int start, int end) {
        for (int i = start; i < end; i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return end > start && end - start < 9;
    }

    private static @Nullable SourcePosition sourceOf(Code code, int slot) {
        int at = 0;
        SourcePosition source = null;
        for (CodeElement element : code.elements()) {
            if (at > slot) {
                break;
            }
            source = element.source();
            at += element.instruction().slots();
        }
        return source;
    }
}
