package dev.skep.compiler.ir;

import dev.skep.bpf.asm.SourcePosition;

import org.jspecify.annotations.Nullable;

/** A value in another type. */
public final class Convert extends Operation {
    private final Conversion conversion;
    private final Type target;

    Convert(Conversion conversion, Type target, Value value, @Nullable SourcePosition position) {
        super(target, position, value);
        this.conversion = conversion;
        this.target = target;
    }

    /** {@return how the bits are carried over} */
    public Conversion conversion() {
        return conversion;
    }

    /** {@return the type of the result} */
    public Type target() {
        return target;
    }

    /** {@return what is converted} */
    public Value value() {
        return operand(0);
    }

    @Override
    public <R extends @Nullable Object> R accept(OperationVisitor<R> visitor) {
        return visitor.convert(this);
    }

    @Override
    Operation withOperands(Value[] replacements) {
        return new Convert(conversion, target, replacements[0], position());
    }
}
