package dev.skep.bpf;

/** A loaded program could not be attached. */
public final class AttachException extends KernelException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param hook what it was to be attached to, as {@code tracepoint sched:sched_switch}
     * @param negated the negated errno
     * @param advice what to do, a sentence, or empty
     */
    public AttachException(String hook, long negated, String advice) {
        super("attaching to " + hook, negated, advice);
    }
}
