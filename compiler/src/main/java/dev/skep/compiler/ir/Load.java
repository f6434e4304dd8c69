package dev.skep.compiler.ir;

import dev.skep.bpf.asm.SourcePosition;

import org.jspecify.annotations.Nullable;

/** Reads memory. */
public final class Load extends Operation {
    private final Type loaded;
    private final int offset;

    Load(Type loaded, int offset, Value pointer, @Nullable SourcePosition position) {
        super(loaded, position, pointer);
        this.loaded = loaded;
        this.offset = offset;
    }

    /** {@return the type of what is read} */
    public Type loaded() {
        return loaded;
    }

    /** {@return bytes from the pointer} */
    public int offset() {
        return offset;
    }

    /** {@return the pointer} */
    public Value pointer() {
        return operand(0);
    }

    @Override
    public <R extends @Nullable Object> R accept(OperationVisitor<R> visitor) {
        return visitor.load(this);
    }

    @Override
    Operation withOperands(Value[] replacements) {
        return new Load(loaded, offset, replacements[0], position());
    }
}
