package dev.skep.bpf.asm;

/** Fits numbers into the fields of an instruction, and names the field where they do not. */
final class Narrowing {

    private Narrowing() {}

    /** {@return {@code value} as the signed 16-bit {@code field}} */
    static short s16(long value, String field) {
        if (value != (short) value) {
            throw outside(value, field, "-32768 to 32767");
        }
        return (short) value;
    }

    /** {@return {@code value} as the signed 32-bit {@code field}} */
    static int s32(long value, String field) {
        if (value != (int) value) {
            throw outside(value, field, "-2147483648 to 2147483647");
        }
        return (int) value;
    }

    private static IllegalArgumentException outside(long value, String field, String range) {
        return new IllegalArgumentException(field + " " + value + " is not " + range);
    }
}
