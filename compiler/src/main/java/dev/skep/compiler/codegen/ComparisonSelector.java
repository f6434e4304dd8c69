package dev.skep.compiler.codegen;

import dev.skep.bpf.asm.Condition;
import dev.skep.bpf.asm.Width;
import dev.skep.compiler.ir.Binary;
import dev.skep.compiler.ir.BinaryOperation;
import dev.skep.compiler.ir.Compare;
import dev.skep.compiler.ir.Constant;
import dev.skep.compiler.ir.Operation;
import dev.skep.compiler.ir.Predicate;
import dev.skep.compiler.ir.Type;
import dev.skep.compiler.ir.Value;

/**
 * Chooses how a truth value is tested. A comparison is done by the jump that asks for it; it gets a
 * register only where its result is used otherwise.
 */
final class ComparisonSelector {
    private final Selection selection;
    private final ArithmeticSelector arithmetic;

    ComparisonSelector(Selection selection, ArithmeticSelector arithmetic) {
        this.selection = selection;
        this.arithmetic = arithmetic;
    }

    /** {@return the test of whether {@code truth}, an {@link Type#I1}, holds} */
    Comparison test(Value truth) {
        Value value = truth;
        boolean negated = false;
        while (isNegation(value)) {
            value = selection.stripped(((Operation) value).operand(0));
            negated = !negated;
        }
        Comparison test =
                value instanceof Compare compare
                        ? compare(compare)
                        : Comparison.immediate(
                                Condition.NE, Width.W64, selection.register(value), 0);
        return negated ? test.negated() : test;
    }

    /** {@return whether a value is the opposite of its first operand, an {@link Type#I1}} */
    private boolean isNegation(Value value) {
        if (value instanceof Binary binary) {
            return binary.operation() == BinaryOperation.XOR
                    && binary.type() == Type.I1
                    && Constant.is(binary.right(), 1);
        }
        return value instanceof Compare compare
                && compare.predicate() == Predicate.EQ
                && Constant.is(compare.right(), 0)
                && selection.stripped(compare.left()).type() == Type.I1;
    }

    /** {@return the test that a comparison makes} */
    Comparison compare(Compare compare) {
        boolean swapped = compare.left() instanceof Constant;
        Value left = swapped ? compare.right() : compare.left();
        Value right = swapped ? compare.left() : compare.right();
        Predicate predicate = swapped ? compare.predicate().swapped() : compare.predicate();
        Type type = left.type();
        if (type == Type.I1 && predicate.isSigned()) {
            // Of the signed numbers of one bit, 1 is -1 and so the lesser.
            return plain(unsignedOpposite(predicate), left, right);
        }
        if (type instanceof Type.Int integer && integer.bits() < 32 && predicate.isSigned()) {
            return extended(predicate, integer, left, right);
        }
        return plain(predicate, left, right);
    }

    /** Compares bytes or halves as signed numbers of 32 bits. */
    private Comparison extended(Predicate predicate, Type.Int type, Value left, Value right) {
        int first = arithmetic.signExtended(type, left);
        if (right instanceof Constant constant) {
            return Comparison.immediate(
                    condition(predicate), Width.W32, first, (int) constant.value());
        }
        int second = arithmetic.signExtended(type, right);
        return Comparison.registers(condition(predicate), Width.W32, first, second);
    }

    private Comparison plain(Predicate predicate, Value left, Value right) {
        Condition condition = condition(predicate);
        boolean is32 = left.type() == Type.I32;
        boolean half =
                is32
                        && (predicate.isSigned()
                                || selection.demanded.isLoose(left)
                                || selection.demanded.isLoose(right));
        int first = selection.register(left);
        if (right instanceof Constant constant) {
            // With zeros above, all 64 bits say the same as the lower half. Verifiers learn more
            // from 64.
            long number = half ? constant.value() : constant.zeroExtended();
            if (number == (int) number) {
                return Comparison.immediate(
                        condition, half ? Width.W32 : Width.W64, first, (int) number);
            }
            if (is32) {
                return Comparison.immediate(condition, Width.W32, first, (int) number);
            }
        }
        Width width = half ? Width.W32 : Width.W64;
        return Comparison.registers(condition, width, first, selection.register(right));
    }

    private static Condition condition(Predicate predicate) {
        return switch (predicate) {
            case EQ -> Condition.EQ;
            case NE -> Condition.NE;
            case ULT -> Condition.LT;
            case ULE -> Condition.LE;
            case UGT -> Condition.GT;
            case UGE -> Condition.GE;
            case SLT -> Condition.SLT;
            case SLE -> Condition.SLE;
            case SGT -> Condition.SGT;
            case SGE -> Condition.SGE;
        };
    }

    private static Predicate unsignedOpposite(Predicate signed) {
        return switch (signed) {
            case SLT -> Predicate.UGT;
            case SLE -> Predicate.UGE;
            case SGT -> Predicate.ULT;
            case SGE -> Predicate.ULE;
            case EQ, NE, ULT, ULE, UGT, UGE -> signed;
        };
    }
}
