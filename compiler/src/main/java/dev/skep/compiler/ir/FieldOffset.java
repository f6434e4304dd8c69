package dev.skep.compiler.ir;

import dev.skep.bpf.asm.SourcePosition;

import org.jspecify.annotations.Nullable;

/**
 * How many bytes a member is behind the start of a struct of the kernel, as a number that is known
 * only when the program is loaded (CO-RE). Nothing folds it.
 */
public final class FieldOffset extends Operation {
    private final int struct;
    private final String path;
    private final int bytes;

    FieldOffset(int struct, String path, int bytes, @Nullable SourcePosition position) {
        super(Type.I64, position);
        this.struct = struct;
        this.path = path;
        this.bytes = bytes;
    }

    /** {@return the id of the struct in the types of the Target} */
    public int struct() {
        return struct;
    }

    /** {@return the way to the member: {@code 0:} and the number of a member at each level} */
    public String path() {
        return path;
    }

    /** {@return how many bytes it is in the Target} */
    public int bytes() {
        return bytes;
    }

    @Override
    public <R extends @Nullable Object> R accept(OperationVisitor<R> visitor) {
        return visitor.fieldOffset(this);
    }

    @Override
    Operation withOperands(Value[] replacements) {
        return new FieldOffset(struct, path, bytes, position());
    }
}
