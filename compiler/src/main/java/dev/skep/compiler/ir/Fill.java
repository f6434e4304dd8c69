package dev.skep.compiler.ir;

import dev.skep.bpf.asm.SourcePosition;

import org.jspecify.annotations.Nullable;

/** Sets bytes in memory to one value. */
public final class Fill extends Operation {
    private final int offset;
    private final int size;
    private final byte content;

    Fill(int offset, int size, byte content, Value pointer, @Nullable SourcePosition position) {
        super(Type.VOID, position, pointer);
        this.offset = offset;
        this.size = size;
        this.content = content;
    }

    /** {@return bytes from the pointer} */
    public int offset() {
        return offset;
    }

    /** {@return how many bytes} */
    public int size() {
        return size;
    }

    /** {@return what every byte becomes} */
    public byte content() {
        return content;
    }

    /** {@return the pointer} */
    public Value pointer() {
        return operand(0);
    }

    @Override
    public boolean hasSideEffect() {
        return true;
    }

    @Override
    public <R extends @Nullable Object> R accept(OperationVisitor<R> visitor) {
        return visitor.fill(this);
    }

    @Override
    Operation withOperands(Value[] replacements) {
        return new Fill(offset, size, content, replacements[0], position());
    }
}
