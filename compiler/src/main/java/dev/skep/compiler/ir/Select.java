package dev.skep.compiler.ir;

import dev.skep.bpf.asm.SourcePosition;

import org.jspecify.annotations.Nullable;

/** One of two values: neither is computed later than the choice, so nothing is skipped. */
public final class Select extends Operation {

    Select(Value condition, Value whenTrue, Value whenFalse, @Nullable SourcePosition position) {
        super(whenTrue.type(), position, condition, whenTrue, whenFalse);
    }

    /** {@return the choice, an {@link Type#I1}} */
    public Value condition() {
        return operand(0);
    }

    /** {@return the result if the condition holds} */
    public Value whenTrue() {
        return operand(1);
    }

    /** {@return the result if it does not} */
    public Value whenFalse() {
        return operand(2);
    }

    @Override
    public <R extends @Nullable Object> R accept(OperationVisitor<R> visitor) {
        return visitor.select(this);
    }

    @Override
    Operation withOperands(Value[] replacements) {
        return new Select(replacements[0], replacements[1], replacements[2], position());
    }
}
