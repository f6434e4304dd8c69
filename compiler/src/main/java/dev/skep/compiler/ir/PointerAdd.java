package dev.skep.compiler.ir;

import dev.skep.bpf.asm.SourcePosition;

import org.jspecify.annotations.Nullable;

/** A pointer moved by a number of bytes. */
public final class PointerAdd extends Operation {

    PointerAdd(Value pointer, Value offset, @Nullable SourcePosition position) {
        super(pointer.type(), position, pointer, offset);
    }

    /** {@return the pointer} */
    public Value pointer() {
        return operand(0);
    }

    /** {@return signed bytes, an {@link Type#I64}} */
    public Value offset() {
        return operand(1);
    }

    @Override
    public <R extends @Nullable Object> R accept(OperationVisitor<R> visitor) {
        return visitor.pointerAdd(this);
    }

    @Override
    Operation withOperands(Value[] replacements) {
        return new PointerAdd(replacements[0], replacements[1], position());
    }
}
