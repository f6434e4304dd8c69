package dev.skep.compiler.ir;

import dev.skep.bpf.asm.SourcePosition;

import org.jspecify.annotations.Nullable;

/** A place that is never reached, as after a call that does not return. */
public final class Unreachable extends Terminator {

    Unreachable(@Nullable SourcePosition position) {
        super(position);
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
    public @Nullable Value operand() {
        return null;
    }

    @Override
    public <R extends @Nullable Object> R accept(TerminatorVisitor<R> visitor) {
        return visitor.unreachable(this);
    }
}
