package dev.skep.bpf;

/**
 * A Java record and a struct of BTF are laid out differently. The message shows both, field by
 * field, side by side.
 */
public final class LayoutMismatchException extends BpfException {
    private static final long serialVersionUID = 1L;

    /** Creates an exception with a message for the user. */
    public LayoutMismatchException(String message) {
        super(message);
    }
}
