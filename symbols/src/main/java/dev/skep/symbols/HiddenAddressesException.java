package dev.skep.symbols;

import dev.skep.bpf.BpfException;

/**
 * The kernel does not tell this process its addresses: kernel.kptr_restrict, or no CAP_SYSLOG. The
 * message says what to do.
 */
public final class HiddenAddressesException extends BpfException {
    private static final long serialVersionUID = 1L;

    /** Creates an exception with a message for the user. */
    public HiddenAddressesException(String message) {
        super(message);
    }
}
