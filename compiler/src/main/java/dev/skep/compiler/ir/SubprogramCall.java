package dev.skep.compiler.ir;

import dev.skep.bpf.asm.SourcePosition;

import org.jspecify.annotations.Nullable;

/**
 * Calls another function of the module. It has a frame of its own, and what {@link
 * Call#MAX_ARGUMENTS registers} carry is all that it is given.
 */
public final class SubprogramCall extends Operation {
    private final String function;

    SubprogramCall(
            String function, Type type, @Nullable SourcePosition position, Value... arguments) {
        super(type, position, arguments);
        this.function = function;
    }

    /** {@return the name of what is called} */
    public String function() {
        return function;
    }

    @Override
    public boolean hasSideEffect() {
        return true;
    }

    @Override
    public <R extends @Nullable Object> R accept(OperationVisitor<R> visitor) {
        return visitor.subprogramCall(this);
    }

    @Override
    Operation withOperands(Value[] replacements) {
        return new SubprogramCall(function, type(), position(), replacements);
    }
}
