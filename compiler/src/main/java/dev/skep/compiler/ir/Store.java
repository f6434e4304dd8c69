package dev.skep.compiler.ir;

import dev.skep.bpf.asm.SourcePosition;

import org.jspecify.annotations.Nullable;

/** Writes memory. */
public final class Store extends Operation {
    private final int offset;

    Store(int offset, Value pointer, Value value, @Nullable SourcePosition position) {
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

    /** {@return what is written; its type decides how many bytes} */
    public Value value() {
        return operand(1);
    }

    @Override
    public boolean hasSideEffect() {
        return true;
    }

    @Override
    public <R extends @Nullable Object> R accept(OperationVisitor<R> visitor) {
        return visitor.store(this);
    }

    @Override
    Operation withOperands(Value[] replacements) {
        return new Store(offset, replacements[0], replacements[1], position());
    }
}
