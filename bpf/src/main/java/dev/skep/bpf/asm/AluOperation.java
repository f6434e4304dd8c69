package dev.skep.bpf.asm;

/** What an arithmetic instruction does to its destination and source (RFC 9669, section 4.1). */
public enum AluOperation {
    ADD,
    SUB,
    MUL,
    /** Unsigned; a divisor of 0 gives 0. */
    DIV,
    /** Signed, {@code -mcpu=v4}. Since Linux 6.6. */
    SDIV,
    OR,
    AND,
    /** Shift left; the count is masked by the width. */
    LSH,
    /** Logical shift right. */
    RSH,
    /** Arithmetic shift right. */
    ARSH,
    /** Unsigned; a divisor of 0 leaves the destination. */
    MOD,
    /** Signed, {@code -mcpu=v4}. Since Linux 6.6. */
    SMOD,
    XOR,
    MOV,
    /** Moves the sign-extended lowest byte of a register. Since Linux 6.6. */
    MOVSX8,
    /** Moves the sign-extended lowest 2 bytes of a register. Since Linux 6.6. */
    MOVSX16,
    /** Moves the sign-extended lowest 4 bytes of a register; 64-bit only. Since Linux 6.6. */
    MOVSX32;

    /** {@return whether this is one of the MOVSX operations, which take registers only} */
    public boolean extendsSign() {
        return this == MOVSX8 || this == MOVSX16 || this == MOVSX32;
    }
}
