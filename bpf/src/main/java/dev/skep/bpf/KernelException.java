package dev.skep.bpf;

import dev.skep.sys.Errno;

/** The kernel refused something, and no more special exception says why. */
public class KernelException extends BpfException {
    private static final long serialVersionUID = 1L;

    private final int errno;

    /**
     * Creates an exception.
     *
     * @param attempted what was attempted, as {@code creating map "counts"}
     * @param negated the negated errno
     */
    public KernelException(String attempted, long negated) {
        this(attempted, negated, "");
    }

    /**
     * Creates an exception.
     *
     * @param attempted what was attempted, as {@code creating map "counts"}
     * @param negated the negated errno
     * @param advice what to do, a sentence, or empty
     */
    public KernelException(String attempted, long negated, String advice) {
        super(
                attempted
                        + " failed: "
                        + Errno.describe(negated)
                        + (advice.isEmpty() ? "" : ". " + advice));
        errno = (int) -negated;
    }

    /** {@return the error number, as {@code 22} for EINVAL} */
    public int errno() {
        return errno;
    }
}
