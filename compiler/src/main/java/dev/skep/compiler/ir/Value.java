package dev.skep.compiler.ir;

/**
 * Something that an operation can take: a constant, a parameter of a block, or what an operation
 * gives. Values are compared by identity.
 */
public abstract sealed class Value permits Constant, Parameter, Operation {
    private final Type type;

    Value(Type type) {
        this.type = type;
    }

    /** {@return the type, {@link Type#VOID} for an operation that gives nothing} */
    public final Type type() {
        return type;
    }

    /**
     * {@return the number of the value in its function, dense from 0 up to {@link
     * Function#valueCount()}; -1 for constants, which belong to no function}
     */
    public abstract int id();

    /**
     * {@return how other operations name the value in the text form, such as {@code %7} or {@code
     * i32 5}}
     */
    public abstract String text();

    @Override
    public final String toString() {
        return text();
    }
}
