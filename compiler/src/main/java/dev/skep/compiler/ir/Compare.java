package dev.skep.compiler.ir;

import dev.skep.bpf.asm.SourcePosition;

import org.jspecify.annotations.Nullable;

/** Whether a relation holds between two integers or two pointers of one type. */
public final class Compare extends Operation {
    private final Predicate predicate;

    Compare(Predicate predicate, Value left, Value right, @Nullable SourcePosition position) {
        super(Type.I1, position, left, right);
        this.predicate = predicate;
    }

    /** {@return the relation} */
    public Predicate predicate() {
        return predicate;
    }

    /** {@return the left operand} */
    public Value left() {
        return operand(0);
    }

    /** {@return the right operand, of the type of the left one} */
    public Value right() {
        return operand(1);
    }

    @Override
    public <R extends @Nullable Object> R accept(OperationVisitor<R> visitor) {
        return visitor.compare(this);
    }

    @Override
    Operation withOperands(Value[] replacements) {
        return new Compare(predicate, replacements[0], replacements[1], position());
    }
}
