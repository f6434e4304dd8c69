package dev.skep.compiler.pass;

import dev.skep.bpf.asm.BpfHelper;
import dev.skep.compiler.ir.AtomicAdd;
import dev.skep.compiler.ir.Binary;
import dev.skep.compiler.ir.Call;
import dev.skep.compiler.ir.Compare;
import dev.skep.compiler.ir.Constant;
import dev.skep.compiler.ir.Convert;
import dev.skep.compiler.ir.Copy;
import dev.skep.compiler.ir.Fill;
import dev.skep.compiler.ir.KernelFunctionCall;
import dev.skep.compiler.ir.Load;
import dev.skep.compiler.ir.MapAddress;
import dev.skep.compiler.ir.MapValueAddress;
import dev.skep.compiler.ir.OperationVisitor;
import dev.skep.compiler.ir.PointerAdd;
import dev.skep.compiler.ir.Relocated;
import dev.skep.compiler.ir.Select;
import dev.skep.compiler.ir.StackSlot;
import dev.skep.compiler.ir.Store;
import dev.skep.compiler.ir.SubprogramAddress;
import dev.skep.compiler.ir.SubprogramCall;
import dev.skep.compiler.ir.Type;
import dev.skep.compiler.ir.Value;

import org.jspecify.annotations.Nullable;

/** What an operation gives, from what is known of its operands; null if that may be anything. */
final class ConstantFolder implements OperationVisitor<@Nullable Constant> {

    /** What is known of values. */
    @FunctionalInterface
    interface Knowledge {

        /** {@return the only value that {@code value} can have, or null} */
        @Nullable Constant constant(Value value);
    }

    private final Knowledge knowledge;

    ConstantFolder(Knowledge knowledge) {
        this.knowledge = knowledge;
    }

    @Override
    public @Nullable Constant binary(Binary operation) {
        Constant left = knowledge.constant(operation.left());
        Constant right = knowledge.constant(operation.right());
        if (!(operation.type() instanceof Type.Int type)) {
            return null;
        }
        if (left != null && right != null) {
            return Constant.of(
                    type, operation.operation().apply(type, left.value(), right.value()));
        }
        boolean zero = isZero(left) || isZero(right);
        return switch (operation.operation()) {
            case AND, MUL -> zero ? Constant.of(type, 0) : null;
            case OR -> isOnes(left) || isOnes(right) ? Constant.of(type, -1) : null;
            case SUB, XOR -> operation.left() == operation.right() ? Constant.of(type, 0) : null;
            // A shifted zero stays; so does a divided one, and what is divided by zero gives zero.
            case SHL, LSHR, ASHR, UREM, SREM -> isZero(left) ? Constant.of(type, 0) : null;
            case UDIV, SDIV -> zero ? Constant.of(type, 0) : null;
            case ADD -> null;
        };
    }

    @Override
    public @Nullable Constant compare(Compare operation) {
        Constant left = knowledge.constant(operation.left());
        Constant right = knowledge.constant(operation.right());
        if (operation.left() == operation.right()) {
            return truth(operation.predicate().isReflexive());
        }
        if (left == null || right == null) {
            return right == null ? null : unsignedLimit(operation, right);
        }
        // Constant pointers are all null.
        Type.Int type = left.type() instanceof Type.Int integer ? integer : Type.I64;
        return truth(operation.predicate().test(type, left.value(), right.value()));
    }

    /** No number is less than 0, none greater than all ones. */
    private static @Nullable Constant unsignedLimit(Compare operation, Constant right) {
        return switch (operation.predicate()) {
            case ULT -> isZero(right) ? truth(false) : null;
            case UGE -> isZero(right) ? truth(true) : null;
            case UGT -> isOnes(right) ? truth(false) : null;
            case ULE -> isOnes(right) ? truth(true) : null;
            case EQ, NE, SLT, SLE, SGT, SGE -> null;
        };
    }

    @Override
    public @Nullable Constant convert(Convert operation) {
        Constant value = knowledge.constant(operation.value());
        if (value == null) {
            return null;
        }
        if (value.type() instanceof Type.Int from && operation.target() instanceof Type.Int to) {
            return Constant.of(to, operation.conversion().apply(from, to, value.value()));
        }
        // There are no constant pointers but null.
        return value.value() == 0 ? Constant.of(operation.target(), 0) : null;
    }

    @Override
    public @Nullable Constant select(Select operation) {
        Constant condition = knowledge.constant(operation.condition());
        Constant whenTrue = knowledge.constant(operation.whenTrue());
        Constant whenFalse = knowledge.constant(operation.whenFalse());
        if (condition != null) {
            return condition.value() != 0 ? whenTrue : whenFalse;
        }
        return whenTrue != null && whenFalse != null && whenTrue.value() == whenFalse.value()
                ? whenTrue
                : null;
    }

    @Override
    public @Nullable Constant load(Load operation) {
        return null;
    }

    @Override
    public @Nullable Constant store(Store operation) {
        return null;
    }

    @Override
    public @Nullable Constant atomicAdd(AtomicAdd operation) {
        return null;
    }

    @Override
    public @Nullable Constant pointerAdd(PointerAdd operation) {
        return null;
    }

    @Override
    public @Nullable Constant stackSlot(StackSlot operation) {
        return null;
    }

    @Override
    public @Nullable Constant mapAddress(MapAddress operation) {
        return null;
    }

    @Override
    public @Nullable Constant mapValueAddress(MapValueAddress operation) {
        return null;
    }

    @Override
    public @Nullable Constant relocated(Relocated operation) {
        return null;
    }

    @Override
    public @Nullable Constant kernelFunctionCall(KernelFunctionCall operation) {
        return null;
    }

    @Override
    public @Nullable Constant subprogramCall(SubprogramCall operation) {
        return null;
    }

    @Override
    public @Nullable Constant subprogramAddress(SubprogramAddress operation) {
        return null;
    }

    @Override
    public @Nullable Constant call(Call operation) {
        // A loop without turns calls nothing. Of a function that it never calls the verifier thinks
        // that it is dead code, and Linux 6.18 then refuses the program ("No program to jit").
        return operation.helper() == BpfHelper.LOOP
                        && operation.type() instanceof Type.Int type
                        && isZero(knowledge.constant(operation.operand(0)))
                ? Constant.of(type, 0)
                : null;
    }

    @Override
    public @Nullable Constant fill(Fill operation) {
        return null;
    }

    @Override
    public @Nullable Constant copy(Copy operation) {
        return null;
    }

    private static Constant truth(boolean holds) {
        return Constant.of(Type.I1, holds ? 1 : 0);
    }

    private static boolean isZero(@Nullable Constant constant) {
        return constant != null && constant.value() == 0;
    }

    private static boolean isOnes(@Nullable Constant constant) {
        return constant != null
                && constant.type() instanceof Type.Int type
                && constant.zeroExtended() == type.mask();
    }
}
