package dev.skep.compiler.ir;

/** How {@link Convert} carries bits over. */
public enum Conversion {
    /** To a wider integer, zeros above. */
    ZERO_EXTEND("zero_extend"),
    /**
     * To a wider integer, copies of the sign above; an {@link Type#I1} that holds becomes all ones.
     */
    SIGN_EXTEND("sign_extend"),
    /** To a narrower integer, the lowest bits. */
    TRUNCATE("truncate"),
    /** Between an {@link Type#I64} and a pointer, or two pointers: the same 64 bits. */
    REINTERPRET("reinterpret"),
    /** To the same type, of 2, 4 or 8 bytes: the bytes in the other order. */
    BYTE_SWAP("byte_swap");

    private final String text;

    Conversion(String text) {
        this.text = text;
    }

    /** {@return the name in the text form} */
    public String text() {
        return text;
    }

    /** {@return what an integer of a type becomes, zero-extended to 64 bits} */
    public long apply(Type.Int from, Type.Int to, long value) {
        return switch (this) {
            case ZERO_EXTEND, TRUNCATE, REINTERPRET -> to.zeroExtend(from.zeroExtend(value));
            case SIGN_EXTEND -> to.zeroExtend(from.signExtend(value));
            case BYTE_SWAP -> Long.reverseBytes(value) >>> (Long.SIZE - from.bits());
        };
    }
}
