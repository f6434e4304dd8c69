package dev.skep.compiler.ir;

import dev.skep.bpf.BpfException;

/**
 * IR that breaks a rule of its own, or a text that is none. It is the fault of what made it, never
 * of a user.
 */
public class MalformedIrException extends BpfException {
    private static final long serialVersionUID = 1L;

    /** Creates an exception that says which rule is broken where. */
    public MalformedIrException(String message) {
        super(message);
    }
}
