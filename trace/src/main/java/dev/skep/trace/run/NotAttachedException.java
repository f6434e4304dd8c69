package dev.skep.trace.run;

import dev.skep.bpf.BpfException;

/** A place that a script names can't have a probe. */
public final class NotAttachedException extends BpfException {
    private static final long serialVersionUID = 1L;

    private final String reason;

    /**
     * Creates an exception.
     *
     * @param message what is not attached
     * @param reason why, a sentence; empty if it was said before
     */
    NotAttachedException(String message, String reason) {
        super(message);
        this.reason = reason;
    }

    /** {@return why, a sentence; empty if it was said before} */
    public String reason() {
        return reason;
    }
}
