package dev.skep.compiler.ir;

import dev.skep.bpf.asm.SourcePosition;

import org.jspecify.annotations.Nullable;

/** The last step of a block: where it goes from there. */
public abstract sealed class Terminator permits Jump, Branch, Return, Unreachable {
    private final @Nullable SourcePosition position;

    Terminator(@Nullable SourcePosition position) {
        this.position = position;
    }

    /** {@return where the step came from, if known} */
    public final @Nullable SourcePosition position() {
        return position;
    }

    /** {@return how many ways lead from here: 0 to 2} */
    public abstract int successorCount();

    /** {@return the way at {@code index}, from 0} */
    public abstract Edge successor(int index);

    /**
     * {@return the value that the step itself takes, besides what its edges pass: a condition or a
     * result}
     */
    public abstract @Nullable Value operand();

    /** {@return what the visitor answers to this kind of terminator} */
    public abstract <R extends @Nullable Object> R accept(TerminatorVisitor<R> visitor);
}
