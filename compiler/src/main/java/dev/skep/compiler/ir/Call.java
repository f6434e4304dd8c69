package dev.skep.compiler.ir;

import dev.skep.bpf.asm.BpfHelper;
import dev.skep.bpf.asm.SourcePosition;

import org.jspecify.annotations.Nullable;

/** Calls a helper of the kernel. */
public final class Call extends Operation {

    /** How many arguments a call can pass: they travel in registers only. */
    public static final int MAX_ARGUMENTS = 5;

    private final BpfHelper helper;

    Call(BpfHelper helper, Type type, @Nullable SourcePosition position, Value... arguments) {
        super(type, position, arguments);
        this.helper = helper;
    }

    /** {@return what is called} */
    public BpfHelper helper() {
        return helper;
    }

    @Override
    public boolean hasSideEffect() {
        return true;
    }

    @Override
    public <R extends @Nullable Object> R accept(OperationVisitor<R> visitor) {
        return visitor.call(this);
    }

    @Override
    Operation withOperands(Value[] replacements) {
        return new Call(helper, type(), position(), replacements);
    }
}
