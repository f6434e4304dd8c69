package dev.skep.compiler.ir;

import dev.skep.bpf.asm.SourcePosition;

import org.jspecify.annotations.Nullable;

/**
 * The address of another function of the module, for helpers that call back. Since Linux 5.13.
 *
 * <p>The kernel takes it as an argument of such a helper only.
 */
public final class SubprogramAddress extends Operation {
    private final String function;

    SubprogramAddress(String function, @Nullable SourcePosition position) {
        super(Type.pointer(AddressSpace.FUNCTION), position);
        this.function = function;
    }

    /** {@return the function's name} */
    public String function() {
        return function;
    }

    @Override
    public <R extends @Nullable Object> R accept(OperationVisitor<R> visitor) {
        return visitor.subprogramAddress(this);
    }

    @Override
    Operation withOperands(Value[] replacements) {
        return new SubprogramAddress(function, position());
    }
}
