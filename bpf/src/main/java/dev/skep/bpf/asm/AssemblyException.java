package dev.skep.bpf.asm;

import dev.skep.bpf.BpfException;

import java.util.List;

/**
 * Assembly text that means nothing. The message has a line {@code file:line:column: what} for every
 * error.
 */
public final class AssemblyException extends BpfException {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    /**
     * One place that is wrong.
     *
     * @param position where
     * @param message what was expected there, or what was found
     */
    public record Problem(SourcePosition position, String message) {
        @Override
        public String toString() {
            return position + ": " + message;
        }
    }

    AssemblyException(List<Problem> problems) {
        super(message(problems));
        this.problems = List.copyOf(problems);
    }

    /** {@return what is wrong, in the order of the text} */
    public List<Problem> problems() {
        return problems;
    }

    private static String message(List<Problem> problems) {
        StringBuilder message = new StringBuilder();
        for (Problem problem : problems) {
            message.append(message.isEmpty() ? "" : "\n").append(problem);
        }
        return message.toString();
    }
}
