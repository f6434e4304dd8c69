package dev.skep.trace.check;

/** The memory that a pointer points into, which decides how it is read. */
public enum AddressSpace {
    /** The kernel's. */
    KERNEL,
    /** That of the current process. */
    USER,
    /** Not known; both are tried. */
    UNKNOWN
}
