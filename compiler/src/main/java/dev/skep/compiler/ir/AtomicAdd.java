package dev.skep.compiler.ir;

import dev.skep.bpf.asm.SourcePosition;

import org.jspecify.annotations.Nullable;

/**
 * Adds to an {@link Type#I32} or {@link Type#I64} in memory in one step that no other CPU sees
 * halfway. The verifier insists that the address is a multiple of the size.
 */
public final class AtomicAdd extends Operation {
    private final int offset;

    AtomicAdd(int offset, Value pointer, Value value, @Nullable SourcePosition position) {
        super(Type.VOID, position, pointer, value);
        this.offset = offset;
    }

    /** {@return bytes from the pointer} */
    public int offset() {
        return offset;
    }

    /** {@return the pointer} */
    public Value pointer() {
        return operand(0);
    }

    /** {@return what is added; its type decides how many bytes} */
    public Value value() {
        return operand(1);
    }

    @Override
    public boolean hasSideEffect() {
        return true;
    }

    @Override
    public <R extends @Nullable Object> R accept(OperationVisitor<R> visitor) {
        return visitor.atomicAdd(this);
    }

    @Override
    Operation withOperands(Value[] replacements) {
        return new AtomicAdd(offset, replacements[0], replacements[1], position());
    }
}
