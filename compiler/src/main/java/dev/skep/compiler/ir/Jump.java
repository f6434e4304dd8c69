package dev.skep.compiler.ir;

import dev.skep.bpf.asm.SourcePosition;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

/** Goes on in one block, whatever happened. */
public final class Jump extends Terminator {
    private final Edge edge;

    Jump(Edge edge, @Nullable SourcePosition position) {
        super(position);
        this.edge = edge;
    }

    /** {@return the way} */
    public Edge edge() {
        return edge;
    }

    @Override
    public int successorCount() {
        return 1;
    }

    @Override
    public Edge successor(int index) {
        Objects.checkIndex(index, 1);
        return edge;
    }

    @Override
    public @Nullable Value operand() {
        return null;
    }

    @Override
    public <R extends @Nullable Object> R accept(TerminatorVisitor<R> visitor) {
        return visitor.jump(this);
    }
}
