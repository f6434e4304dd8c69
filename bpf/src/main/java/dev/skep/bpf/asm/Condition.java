package dev.skep.bpf.asm;

/** When a conditional jump is taken (RFC 9669, section 4.3). */
public enum Condition {
    EQ,
    NE,
    /** {@code left & right} is not zero. */
    SET,
    /** Unsigned greater. */
    GT,
    /** Unsigned greater or equal. */
    GE,
    /** Unsigned less. */
    LT,
    /** Unsigned less or equal. */
    LE,
    /** Signed greater. */
    SGT,
    /** Signed greater or equal. */
    SGE,
    /** Signed less. */
    SLT,
    /** Signed less or equal. */
    SLE
}
