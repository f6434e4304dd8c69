package dev.skep.trace.check;

/** The memory that a pointer points into, which decides how it is read. */
public enum AddressSpace {
    /** The kernel's. */
    KERNEL,
    /**
     * The kernel's, and the verifier knows the type of what is there, so that a program may load
     * from it: arguments of fentry and tp_btf programs, what the context of an iterator points to,
     * the current task since Linux 5.11. Such a pointer is a {@link #KERNEL} one as soon as it is
     * kept, cast or moved.
     */
    TYPED,
    /** That of the current process. */
    USER,
    /** Not known; both are tried. */
    UNKNOWN;

    /** {@return the space of a pointer that the verifier no longer follows} */
    public AddressSpace untyped() {
        return this == TYPED ? KERNEL : this;
    }

    /** {@return where a pointer points that may come from either} */
    public AddressSpace join(AddressSpace other) {
        if (this == other) {
            return this;
        }
        return untyped() == other.untyped() ? KERNEL : UNKNOWN;
    }
}
