package dev.skep.compiler.ir;

import dev.skep.bpf.asm.SourcePosition;

import org.jspecify.annotations.Nullable;

/**
 * The address of memory in the function's frame. The same operation gives the same memory each time
 * it runs; what is in it before the first store is undefined, and the verifier of unprivileged and
 * older kernels refuses to read it.
 */
public final class StackSlot extends Operation {
    private final String name;
    private final int size;
    private final int alignment;

    StackSlot(String name, int size, int alignment, @Nullable SourcePosition position) {
        super(Type.pointer(AddressSpace.STACK), position);
        this.name = name;
        this.size = size;
        this.alignment = alignment;
    }

    /** {@return what the slot is for, as shown to a user whose stack is full} */
    public String name() {
        return name;
    }

    /** {@return the size in bytes} */
    public int size() {
        return size;
    }

    /** {@return what its address is a multiple of: 1, 2, 4 or 8} */
    public int alignment() {
        return alignment;
    }

    @Override
    public <R extends @Nullable Object> R accept(OperationVisitor<R> visitor) {
        return visitor.stackSlot(this);
    }

    @Override
    Operation withOperands(Value[] replacements) {
        return new StackSlot(name, size, alignment, position());
    }
}
