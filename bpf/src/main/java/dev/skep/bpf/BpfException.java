package dev.skep.bpf;

import org.jspecify.annotations.Nullable;

/**
 * The base of everything that can go wrong with BPF. A message says what was attempted, what was
 * found or what the kernel said, and what to do.
 */
public class BpfException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Creates an exception with a message for the user. */
    public BpfException(String message) {
        super(message);
    }

    /** Creates an exception with a message for the user and what it came from. */
    public BpfException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
