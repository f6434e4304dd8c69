package dev.skep.compiler.ir;

import dev.skep.bpf.asm.SourcePosition;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

/** Goes one of two ways. */
public final class Branch extends Terminator {
    private final Value condition;
    private final Edge whenTrue;
    private final Edge whenFalse;

    Branch(Value condition, Edge whenTrue, Edge whenFalse, @Nullable SourcePosition position) {
        super(position);
        this.condition = condition;
        this.whenTrue = whenTrue;
        this.whenFalse = whenFalse;
    }

    /** {@return what decides, an {@link Type#I1}} */
    public Value condition() {
        return condition;
    }

    /** {@return the way if the condition holds} */
    public Edge whenTrue() {
        return whenTrue;
    }

    /** {@return the way if the condition does not hold} */
    public Edge whenFalse() {
        return whenFalse;
    }

    @Override
    public int successorCount() {
        return 2;
    }

    @Override
    public Edge successor(int index) {
        return Objects.checkIndex(index, 2) == 0 ? whenTrue : whenFalse;
    }

    @Override
    public Value operand() {
        return condition;
    }

    @Override
    public <R extends @Nullable Object> R accept(TerminatorVisitor<R> visitor) {
        return visitor.branch(this);
    }
}
