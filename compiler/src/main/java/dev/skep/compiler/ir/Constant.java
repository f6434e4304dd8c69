package dev.skep.compiler.ir;

/**
 * A known number, or the null pointer. Constants are not placed in blocks: the back end makes them
 * where they are used.
 */
public final class Constant extends Value {
    private final long value;

    private Constant(Type type, long value) {
        super(type);
        this.value = value;
    }

    /**
     * {@return the constant of an integer type with the lowest bits of {@code value}, or a null
     * pointer}
     *
     * @throws IllegalArgumentException for a pointer that is not null, and for {@link Type#VOID}
     */
    public static Constant of(Type type, long value) {
        if (type instanceof Type.Int integer) {
            return new Constant(
                    type,
                    integer == Type.I1 ? integer.zeroExtend(value) : integer.signExtend(value));
        }
        if (!type.isPointer() || value != 0) {
            throw new IllegalArgumentException("no constant " + value + " of type " + type.text());
        }
        return new Constant(type, 0);
    }

    /** {@return the value, sign-extended to 64 bits; an {@link Type#I1} is 0 or 1} */
    public long value() {
        return value;
    }

    /** {@return the value, zero-extended to 64 bits} */
    public long zeroExtended() {
        return type() instanceof Type.Int integer ? integer.zeroExtend(value) : 0;
    }

    /** {@return whether {@code value} is a constant with this (sign-extended) value} */
    public static boolean is(Value value, long expected) {
        return value instanceof Constant constant && constant.value == expected;
    }

    @Override
    public int id() {
        return -1;
    }

    @Override
    public String text() {
        return type().isPointer() ? type().text() + " null" : type().text() + " " + value;
    }
}
