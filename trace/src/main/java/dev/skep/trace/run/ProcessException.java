package dev.skep.trace.run;

import dev.skep.bpf.BpfException;

/** The process that a script is about can't be started, or is not there. */
public final class ProcessException extends BpfException {
    private static final long serialVersionUID = 1L;

    /** Creates an exception. */
    ProcessException(String message) {
        super(message);
    }
}
