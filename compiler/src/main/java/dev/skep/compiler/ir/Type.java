package dev.skep.compiler.ir;

import org.jspecify.annotations.Nullable;

/** The type of a value. Integers have a width and no sign: operations have one. */
public sealed interface Type permits Type.Int, Type.Pointer, Type.Nothing {

    /** A truth value: 0 or 1. It lives in registers only. */
    Int I1 = Int.I1;

    /** An 8-bit integer. */
    Int I8 = Int.I8;

    /** A 16-bit integer. */
    Int I16 = Int.I16;

    /** A 32-bit integer. */
    Int I32 = Int.I32;

    /** A 64-bit integer. */
    Int I64 = Int.I64;

    /** The type of what gives no value. */
    Nothing VOID = Nothing.VOID;

    /** {@return the pointer type into {@code space}} */
    static Pointer pointer(AddressSpace space) {
        return new Pointer(space);
    }

    /** {@return the bytes that a value takes in memory: 1 to 8, 0 for {@link #VOID}} */
    int bytes();

    /** {@return the name in the text form, such as {@code i32} or {@code map_value*}} */
    String text();

    /** {@return whether this is a pointer type} */
    boolean isPointer();

    /** An integer type. */
    enum Int implements Type {
        I1("i1", 1),
        I8("i8", 8),
        I16("i16", 16),
        I32("i32", 32),
        I64("i64", 64);

        private final String text;
        private final int bits;

        Int(String text, int bits) {
            this.text = text;
            this.bits = bits;
        }

        /** {@return the width in bits} */
        public int bits() {
            return bits;
        }

        @Override
        public int bytes() {
            return (bits + 7) / 8;
        }

        @Override
        public boolean isPointer() {
            return false;
        }

        /** {@return the ones of an all-ones value, such as {@code 0xffff}} */
        public long mask() {
            return -1L >>> (64 - bits);
        }

        /** {@return the lowest bits of {@code value} with zeros above: how a register holds it} */
        public long zeroExtend(long value) {
            return value & mask();
        }

        /** {@return the lowest bits of {@code value} with copies of the sign bit above} */
        public long signExtend(long value) {
            return value << (64 - bits) >> (64 - bits);
        }

        @Override
        public String text() {
            return text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /**
     * A pointer.
     *
     * @param space what it points into
     */
    record Pointer(AddressSpace space) implements Type {
        // Written out, because what the compiler generates for records is linked when it first
        // runs.
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Pointer that && space == that.space;
        }

        @Override
        public int hashCode() {
            return space.hashCode();
        }

        @Override
        public int bytes() {
            return 8;
        }

        @Override
        public boolean isPointer() {
            return true;
        }

        @Override
        public String text() {
            return space.text() + "*";
        }

        @Override
        public String toString() {
            return text();
        }
    }

    /** No value. */
    enum Nothing implements Type {
        VOID;

        @Override
        public int bytes() {
            return 0;
        }

        @Override
        public boolean isPointer() {
            return false;
        }

        @Override
        public String text() {
            return "void";
        }

        @Override
        public String toString() {
            return text();
        }
    }
}
