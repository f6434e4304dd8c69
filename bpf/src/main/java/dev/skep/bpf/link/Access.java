package dev.skep.bpf.link;

/**
 * What a processor watches memory for (uapi {@code hw_breakpoint.h}). x86 cannot watch reads alone.
 */
public enum Access {
    /** The instruction there is run; the length must be 8. */
    EXECUTE(4),
    /** It is written. */
    WRITE(2),
    /** It is read or written. */
    READ_WRITE(3);

    private final int bits;

    Access(int bits) {
        this.bits = bits;
    }

    /** {@return HW_BREAKPOINT_* bits} */
    int bits() {
        return bits;
    }
}
