package dev.skep.compiler.ir;

import dev.skep.bpf.asm.SourcePosition;

import org.jspecify.annotations.Nullable;

/**
 * Calls a function of the kernel (kfunc) by its name. Since Linux 5.13. What it does to memory is
 * not known, except of those in {@link dev.skep.compiler.call.KernelFunctionTable}.
 */
public final class KernelFunctionCall extends Operation {
    private final String function;

    KernelFunctionCall(
            String function, Type type, @Nullable SourcePosition position, Value... arguments) {
        super(type, position, arguments);
        this.function = function;
    }

    /** {@return the name of what is called, as the kernel's BTF has it} */
    public String function() {
        return function;
    }

    @Override
    public boolean hasSideEffect() {
        return true;
    }

    @Override
    public <R extends @Nullable Object> R accept(OperationVisitor<R> visitor) {
        return visitor.kernelFunctionCall(this);
    }

    @Override
    Operation withOperands(Value[] replacements) {
        return new KernelFunctionCall(function, type(), position(), replacements);
    }
}
