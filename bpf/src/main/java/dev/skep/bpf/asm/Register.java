package dev.skep.bpf.asm;

/**
 * One of the eleven registers of the BPF machine, each 64 bits wide (RFC 9669, section 2.1).
 *
 * <p>{@link #R0} holds results, {@link #R1} to {@link #R5} arguments (a call destroys R0 to R5),
 * {@link #R6} to {@link #R9} survive calls, and {@link #R10} is the read-only frame pointer.
 */
public enum Register implements Operand {
    R0(0),
    R1(1),
    R2(2),
    R3(3),
    R4(4),
    R5(5),
    R6(6),
    R7(7),
    R8(8),
    R9(9),
    R10(10);

    private static final Register[] VALUES = values();

    private final int number;

    Register(int number) {
        this.number = number;
    }

    /** {@return the number that stands for this register in an encoded instruction, 0 to 10} */
    public int number() {
        return number;
    }

    /** {@return whether a call leaves the register as it was: R6 to R10} */
    public boolean survivesCalls() {
        return number >= R6.number;
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
