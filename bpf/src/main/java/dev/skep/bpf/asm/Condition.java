package dev.skep.bpf.asm;

import org.jspecify.annotations.Nullable;

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
    SLE;

    /** {@return the condition that holds when this one does not; null for {@link #SET}} */
    public @Nullable Condition negated() {
        return switch (this) {
            case EQ -> NE;
            case NE -> EQ;
            case SET -> null;
            case GT -> LE;
            case GE -> LT;
            case LT -> GE;
            case LE -> GT;
            case SGT -> SLE;
            case SGE -> SLT;
            case SLT -> SGE;
            case SLE -> SGT;
        };
    }
}
