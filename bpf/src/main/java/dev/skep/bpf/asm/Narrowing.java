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

    /** Checks that {@code value} fits the unsigned 16-bit {@code field}. */
    static void u16(long value, String field) {
        if (value != (value & 0xffff)) {
            throw outside(value, field, "0 to 65535");
        }
    }

    private static IllegalArgumentException outside(long value, String field, String range) {
        return new IllegalArgumentException(field + " " + value + " is not " + range);
    }
}
