package dev.skep.bpf.asm;

import dev.skep.bpf.BpfException;

import java.util.List;

/**
 * Assembly text that means nothing. The message has a line {@code file:line:column: what} for every
 * error.
 */
public final class AssemblyException extends BpfException {
    private static final long serialVersionUID = 1L;

    private final transient List<Error> errors;

    /**
     * One place that is wrong.
     *
     * @param position where
     * @param message what was expected there, or what was found
     */
    @SuppressWarnings("JavaLangClash") // Always written with its owner.
    public record Error(SourcePosition position, String message) {
        @Override
        public String toString() {
            return position + ": " + message;
        }
    }

    AssemblyException(List<Error> errors) {
        super(message(errors));
        this.errors = List.copyOf(errors);
    }

    /** {@return the errors, in the order of the text} */
    public List<Error> errors() {
        return errors;
    }

    private static String message(List<Error> errors) {
        StringBuilder message = new StringBuilder();
        for (Error error : errors) {
            message.append(message.isEmpty() ? "" : "\n").append(error);
        }
        return message.toString();
    }
}
