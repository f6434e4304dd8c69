package dev.skep.compiler.ir;

import dev.skep.bpf.asm.SourcePosition;

import org.jspecify.annotations.Nullable;

/** Arithmetic on two integers of one type. */
public final class Binary extends Operation {
    private final BinaryOperation operation;

    Binary(BinaryOperation operation, Value left, Value right, @Nullable SourcePosition position) {
        super(left.type(), position, left, right);
        this.operation = operation;
    }

    /** {@return what is computed} */
    public BinaryOperation operation() {
        return operation;
    }

    /** {@return the left operand} */
    public Value left() {
        return operand(0);
    }

    /** {@return the right operand, of the type of the left one} */
    public Value right() {
        return operand(1);
    }

    @Override
    public <R extends @Nullable Object> R accept(OperationVisitor<R> visitor) {
        return visitor.binary(this);
    }

    @Override
    Operation withOperands(Value[] replacements) {
        return new Binary(operation, replacements[0], replacements[1], position());
    }
}
