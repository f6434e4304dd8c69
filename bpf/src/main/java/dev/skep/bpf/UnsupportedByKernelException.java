package dev.skep.bpf;

/** Something that this kernel, as it is built and configured, does not have. */
public final class UnsupportedByKernelException extends BpfException {
    private static final long serialVersionUID = 1L;

    private final String feature;
    private final String since;

    /**
     * Creates an exception.
     *
     * @param attempted what was attempted, as {@code fentry vfs_read}
     * @param feature what it needs that is missing
     * @param since the first kernel that can have it, as {@code 5.5}; empty if that is not the
     *     point
     * @param advice what to use instead, a sentence, or empty
     */
    public UnsupportedByKernelException(
            String attempted, String feature, String since, String advice) {
        super(
                attempted
                        + " needs "
                        + feature
                        + ", which this kernel does not have"
                        + (since.isEmpty() ? "" : " (it is there since Linux " + since + ")")
                        + (advice.isEmpty() ? "" : ". " + advice));
        this.feature = feature;
        this.since = since;
    }

    /** {@return what is missing} */
    public String feature() {
        return feature;
    }

    /** {@return the first kernel that can have it, or empty} */
    public String since() {
        return since;
    }
}
