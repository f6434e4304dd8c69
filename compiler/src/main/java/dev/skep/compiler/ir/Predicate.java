package dev.skep.compiler.ir;

/** A relation that {@link Compare} tests. */
public enum Predicate {
    EQ("eq"),
    NE("ne"),
    /** Unsigned less. */
    ULT("ult"),
    /** Unsigned less or equal. */
    ULE("ule"),
    /** Unsigned greater. */
    UGT("ugt"),
    /** Unsigned greater or equal. */
    UGE("uge"),
    /** Signed less. */
    SLT("slt"),
    /** Signed less or equal. */
    SLE("sle"),
    /** Signed greater. */
    SGT("sgt"),
    /** Signed greater or equal. */
    SGE("sge");

    private final String text;

    Predicate(String text) {
        this.text = text;
    }

    /** {@return the name in the text form} */
    public String text() {
        return text;
    }

    /** {@return the relation that holds exactly when this one does not} */
    public Predicate negated() {
        return switch (this) {
            case EQ -> NE;
            case NE -> EQ;
            case ULT -> UGE;
            case ULE -> UGT;
            case UGT -> ULE;
            case UGE -> ULT;
            case SLT -> SGE;
            case SLE -> SGT;
            case SGT -> SLE;
            case SGE -> SLT;
        };
    }

    /**
     * {@return the relation that holds for {@code b, a} exactly when this one does for {@code a,
     * b}}
     */
    public Predicate swapped() {
        return switch (this) {
            case EQ, NE -> this;
            case ULT -> UGT;
            case ULE -> UGE;
            case UGT -> ULT;
            case UGE -> ULE;
            case SLT -> SGT;
            case SLE -> SGE;
            case SGT -> SLT;
            case SGE -> SLE;
        };
    }

    /** {@return whether it reads its operands as signed numbers} */
    public boolean isSigned() {
        return compareTo(SLT) >= 0;
    }

    /** {@return whether it holds for a number and itself} */
    public boolean isReflexive() {
        return switch (this) {
            case EQ, ULE, UGE, SLE, SGE -> true;
            case NE, ULT, UGT, SLT, SGT -> false;
        };
    }

    /** {@return whether the relation holds between two numbers of a type} */
    public boolean test(Type.Int type, long left, long right) {
        int unsigned = Long.compareUnsigned(type.zeroExtend(left), type.zeroExtend(right));
        int signed = Long.compare(type.signExtend(left), type.signExtend(right));
        return switch (this) {
            case EQ -> unsigned == 0;
            case NE -> unsigned != 0;
            case ULT -> unsigned < 0;
            case ULE -> unsigned <= 0;
            case UGT -> unsigned > 0;
            case UGE -> unsigned >= 0;
            case SLT -> signed < 0;
            case SLE -> signed <= 0;
            case SGT -> signed > 0;
            case SGE -> signed >= 0;
        };
    }
}
