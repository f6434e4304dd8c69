package dev.skep.compiler.ir;

import dev.skep.bpf.asm.SourcePosition;

import org.jspecify.annotations.Nullable;

/** Copies bytes between two places in memory that do not overlap. */
public final class Copy extends Operation {
    private final int destinationOffset;
    private final int sourceOffset;
    private final int size;

    Copy(
            int destinationOffset,
            int sourceOffset,
            int size,
            Value destination,
            Value source,
            @Nullable SourcePosition position) {
        super(Type.VOID, position, destination, source);
        this.destinationOffset = destinationOffset;
        this.sourceOffset = sourceOffset;
        this.size = size;
    }

    /** {@return bytes from the destination pointer} */
    public int destinationOffset() {
        return destinationOffset;
    }

    /** {@return bytes from the source pointer} */
    public int sourceOffset() {
        return sourceOffset;
    }

    /** {@return how many bytes} */
    public int size() {
        return size;
    }

    /** {@return where the bytes go} */
    public Value destination() {
        return operand(0);
    }

    /** {@return where the bytes come from} */
    public Value source() {
        return operand(1);
    }

    @Override
    public boolean hasSideEffect() {
        return true;
    }

    @Override
    public <R extends @Nullable Object> R accept(OperationVisitor<R> visitor) {
        return visitor.copy(this);
    }

    @Override
    Operation withOperands(Value[] replacements) {
        return new Copy(
                destinationOffset,
                sourceOffset,
                size,
                replacements[0],
                replacements[1],
                position());
    }
}
