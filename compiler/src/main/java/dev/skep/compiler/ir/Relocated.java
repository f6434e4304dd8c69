package dev.skep.compiler.ir;

import dev.skep.bpf.asm.CoreRelocation;
import dev.skep.bpf.asm.SourcePosition;

import org.jspecify.annotations.Nullable;

/**
 * A fact about the types of the kernel, as a number that is known only when the program is loaded
 * (CO-RE), such as how many bytes a member is behind the start of its struct. Nothing folds it.
 */
public final class Relocated extends Operation {
    private final CoreRelocation kind;
    private final int struct;
    private final String path;
    private final long known;

    Relocated(
            CoreRelocation kind,
            int struct,
            String path,
            long known,
            @Nullable SourcePosition position) {
        super(Type.I64, position);
        this.kind = kind;
        this.struct = struct;
        this.path = path;
        this.known = known;
    }

    /** {@return what it is} */
    public CoreRelocation kind() {
        return kind;
    }

    /** {@return the id of the struct, or another type, in the types of the Target} */
    public int struct() {
        return struct;
    }

    /** {@return the way to the member: {@code 0:} and the number of a member at each level} */
    public String path() {
        return path;
    }

    /** {@return what it is in the Target} */
    public long known() {
        return known;
    }

    @Override
    public <R extends @Nullable Object> R accept(OperationVisitor<R> visitor) {
        return visitor.relocated(this);
    }

    @Override
    Operation withOperands(Value[] replacements) {
        return new Relocated(kind, struct, path, known, position());
    }
}
