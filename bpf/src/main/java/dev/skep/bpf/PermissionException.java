package dev.skep.bpf;

/** The kernel refused something for want of a privilege; the message says which. */
public final class PermissionException extends KernelException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param attempted what was attempted
     * @param negated the negated errno
     * @param advice which privilege is missing and how to get it
     */
    public PermissionException(String attempted, long negated, String advice) {
        super(attempted, negated, advice);
    }
}
