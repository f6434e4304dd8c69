package dev.skep.bpf.diagnose;

import dev.skep.bpf.asm.SourcePosition;

import org.jspecify.annotations.Nullable;

/**
 * Why the kernel said no.
 *
 * @param message the verifier's own sentence, empty if it wrote none
 * @param instruction the slot of the instruction it stopped at, -1 if unknown
 * @param source the source line of that instruction, if known
 */
public record Diagnosis(String message, int instruction, @Nullable SourcePosition source) {

    /** {@return all of it in one line} */
    public String summary() {
        StringBuilder text = new StringBuilder();
        if (source != null) {
            text.append(source).append(": ");
        } else if (instruction >= 0) {
            text.append("instruction ").append(instruction).append(": ");
        }
        return text.append(message.isEmpty() ? "the verifier gave no reason" : message).toString();
    }
}
