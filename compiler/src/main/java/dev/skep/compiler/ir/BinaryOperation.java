package dev.skep.compiler.ir;

/**
 * What {@link Binary} computes. All are defined for all operands, as the BPF machine defines them
 * (RFC 9669, section 4.1): results wrap around.
 */
public enum BinaryOperation {
    ADD("add"),
    SUB("sub"),
    MUL("mul"),
    /** Unsigned division; dividing by 0 gives 0. */
    UDIV("udiv"),
    /**
     * Signed division towards 0; dividing by 0 gives 0, the least number divided by -1 gives
     * itself.
     */
    SDIV("sdiv"),
    /** Unsigned remainder; the remainder of a division by 0 is the left operand. */
    UREM("urem"),
    /** Signed remainder, of the sign of the left operand; by 0 the left operand. */
    SREM("srem"),
    AND("and"),
    OR("or"),
    XOR("xor"),
    /** Shift left; of the count only the bits that are less than the width count, as in Java. */
    SHL("shl"),
    /** Shift right, filling with zeros; the count as in {@link #SHL}. */
    LSHR("lshr"),
    /** Shift right, filling with the sign; the count as in {@link #SHL}. */
    ASHR("ashr");

    private final String text;

    BinaryOperation(String text) {
        this.text = text;
    }

    /** {@return the name in the text form} */
    public String text() {
        return text;
    }

    /** {@return what the operation gives for two numbers of a type, with zeros above its width} */
    public long apply(Type.Int type, long left, long right) {
        long a = type.zeroExtend(left);
        long b = type.zeroExtend(right);
        long signedA = type.signExtend(left);
        long signedB = type.signExtend(right);
        int count = (int) b & (type.bits() - 1);
        long result =
                switch (this) {
                    case ADD -> a + b;
                    case SUB -> a - b;
                    case MUL -> a * b;
                    case UDIV -> b == 0 ? 0 : Long.divideUnsigned(a, b);
                    case SDIV -> b == 0 ? 0 : signedA / signedB;
                    case UREM -> b == 0 ? a : Long.remainderUnsigned(a, b);
                    case SREM -> b == 0 ? signedA : signedA % signedB;
                    case AND -> a & b;
                    case OR -> a | b;
                    case XOR -> a ^ b;
                    case SHL -> a << count;
                    case LSHR -> a >>> count;
                    case ASHR -> signedA >> count;
                };
        return type.zeroExtend(result);
    }
}
