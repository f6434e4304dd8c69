package dev.skep.compiler.ir;

import dev.skep.bpf.asm.SourcePosition;

import org.jspecify.annotations.Nullable;

/** Ends the function with a result. */
public final class Return extends Terminator {
    private final Value value;

    Return(Value value, @Nullable SourcePosition position) {
        super(position);
        this.value = value;
    }

    /** {@return the result} */
    public Value value() {
        return value;
    }

    @Override
    public int successorCount() {
        return 0;
    }

    @Override
    public Edge successor(int index) {
        throw new IndexOutOfBoundsException(index);
    }

    @Override
    public Value operand() {
        return value;
    }

    @Override
    public <R extends @Nullable Object> R accept(TerminatorVisitor<R> visitor) {
        return visitor.ret(this);
    }
}
