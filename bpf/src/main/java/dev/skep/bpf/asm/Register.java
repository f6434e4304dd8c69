package dev.skep.bpf.asm;

/**
 * One of the eleven registers of the BPF machine, each 64 bits wide (RFC 9669, section 2.1).
 *
 * <p>{@link #R0} holds results, {@link #R1} to {@link #R5} arguments (a call destroys R0 to R5),
 * {@link #R6} to {@link #R9} survive calls, and {@link #R10} is the read-only frame pointer.
 */
public enum Register implements Operand {
    R0,
    R1,
    R2,
    R3,
    R4,
    R5,
    R6,
    R7,
    R8,
    R9,
    R10;

    private static final Register[] VALUES = values();

    /** {@return the number that stands for this register in an encoded instruction, 0 to 10} */
    public int number() {
        return ordinal();
    }

    /** {@return whether a call leaves the register as it was: R6 to R10} */
    public boolean survivesCalls() {
        return ordinal() >= R6.ordinal();
    }

    /**
     * {@return the register of that number}
     *
     * @throws IllegalArgumentException if {@code number} is not 0 to 10
     */
    public static Register of(int number) {
        if (number < 0 || number >= VALUES.length) {
            throw new IllegalArgumentException("register number " + number + " is not 0 to 10");
        }
        return VALUES[number];
    }
}
