package dev.skep.compiler.ir;

import dev.skep.bpf.asm.SourcePosition;

import org.jspecify.annotations.Nullable;

/**
 * A step of a block that is not its last. An operation is also the value that it gives, if any.
 *
 * <p>Operations are told apart by {@link #accept} rather than by a pattern switch: each pattern
 * switch over classes costs about a millisecond when it first runs, with an AOT cache too, and a
 * compiler has many.
 */
public abstract sealed class Operation extends Value
        permits AtomicAdd,
                Binary,
                Call,
                Compare,
                Convert,
                Copy,
                Fill,
                KernelFunctionCall,
                Load,
                MapAddress,
                MapValueAddress,
                PointerAdd,
                Relocated,
                Select,
                StackSlot,
                Store,
                SubprogramAddress,
                SubprogramCall {
    private static final Value[] NONE = {};

    private final Value[] operands;
    private final @Nullable SourcePosition position;
    int id;

    Operation(Type type, @Nullable SourcePosition position, Value... operands) {
        super(type);
        this.position = position;
        this.operands = operands.length == 0 ? NONE : operands;
    }

    @Override
    public final int id() {
        return id;
    }

    /** {@return where the operation came from, if known} */
    public final @Nullable SourcePosition position() {
        return position;
    }

    /** {@return how many values the operation takes} */
    public final int operandCount() {
        return operands.length;
    }

    /** {@return the value that the operation takes at {@code index}, from 0} */
    public final Value operand(int index) {
        return operands[index];
    }

    /**
     * {@return whether leaving the operation out could be noticed although nobody uses its value}
     */
    public boolean hasSideEffect() {
        return false;
    }

    /** {@return what the visitor answers to this kind of operation} */
    public abstract <R extends @Nullable Object> R accept(OperationVisitor<R> visitor);

    /** {@return the same operation on other operands, as many and of the same types} */
    abstract Operation withOperands(Value[] replacements);

    @Override
    public final String text() {
        return "%" + id;
    }
}
