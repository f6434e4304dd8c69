package dev.skep.compiler.pass;

import dev.skep.compiler.ir.AtomicAdd;
import dev.skep.compiler.ir.Binary;
import dev.skep.compiler.ir.Call;
import dev.skep.compiler.ir.Compare;
import dev.skep.compiler.ir.Constant;
import dev.skep.compiler.ir.Conversion;
import dev.skep.compiler.ir.Convert;
import dev.skep.compiler.ir.Copy;
import dev.skep.compiler.ir.Fill;
import dev.skep.compiler.ir.KernelFunctionCall;
import dev.skep.compiler.ir.Load;
import dev.skep.compiler.ir.MapAddress;
import dev.skep.compiler.ir.MapValueAddress;
import dev.skep.compiler.ir.OperationVisitor;
import dev.skep.compiler.ir.PointerAdd;
import dev.skep.compiler.ir.Predicate;
import dev.skep.compiler.ir.Relocated;
import dev.skep.compiler.ir.Select;
import dev.skep.compiler.ir.StackSlot;
import dev.skep.compiler.ir.Store;
import dev.skep.compiler.ir.SubprogramAddress;
import dev.skep.compiler.ir.SubprogramCall;
import dev.skep.compiler.ir.Type;
import dev.skep.compiler.ir.Value;

import org.jspecify.annotations.Nullable;

/** Which value that exists already an operation gives again; null if it makes a new one. */
final class Identities implements OperationVisitor<@Nullable Value> {
    private final Rewriter rewriter;

    Identities(Rewriter rewriter) {
        this.rewriter = rewriter;
    }

    /** {@return whether two values are the same one, or equal constants} */
    static boolean same(Value a, Value b) {
        if (a instanceof Constant x && b instanceof Constant y) {
            return x.value() == y.value() && x.type().equals(y.type());
        }
        return a == b;
    }

    @Override
    public @Nullable Value binary(Binary operation) {
        Value left = rewriter.resolve(operation.left());
        Value right = rewriter.resolve(operation.right());
        return switch (operation.operation()) {
            case ADD, XOR -> Constant.is(right, 0) ? left : Constant.is(left, 0) ? right : null;
            case SUB, SHL, LSHR, ASHR, UREM, SREM -> Constant.is(right, 0) ? left : null;
            case MUL -> Constant.is(right, 1) ? left : Constant.is(left, 1) ? right : null;
            case UDIV, SDIV -> Constant.is(right, 1) ? left : null;
            case AND -> left == right || isOnes(right) ? left : isOnes(left) ? right : null;
            case OR ->
                    left == right || Constant.is(right, 0)
                            ? left
                            : Constant.is(left, 0) ? right : null;
        };
    }

    @Override
    public @Nullable Value compare(Compare operation) {
        Value left = rewriter.resolve(operation.left());
        Value right = rewriter.resolve(operation.right());
        if (operation.predicate() == Predicate.NE && Constant.is(right, 0)) {
            return truth(left);
        }
        return operation.predicate() == Predicate.EQ
                        && Constant.is(right, 1)
                        && !isSignExtended(left)
                ? truth(left)
                : null;
    }

    /** {@return the truth value that an integer was made of, or null} */
    private @Nullable Value truth(Value value) {
        if (value.type() == Type.I1) {
            return value;
        }
        if (value instanceof Convert convert && convert.value().type() == Type.I1) {
            return rewriter.resolve(convert.value());
        }
        return null;
    }

    private static boolean isSignExtended(Value value) {
        return value instanceof Convert convert && convert.conversion() == Conversion.SIGN_EXTEND;
    }

    @Override
    public @Nullable Value convert(Convert operation) {
        Value value = rewriter.resolve(operation.value());
        boolean swaps = operation.conversion() == Conversion.BYTE_SWAP;
        if (!swaps && value.type().equals(operation.target())) {
            return value;
        }
        if (!(value instanceof Convert inner)
                || swaps != (inner.conversion() == Conversion.BYTE_SWAP)) {
            return null;
        }
        Value original = rewriter.resolve(inner.value());
        boolean undone =
                (operation.conversion() == Conversion.REINTERPRET)
                                == (inner.conversion() == Conversion.REINTERPRET)
                        && operation.conversion() != Conversion.ZERO_EXTEND
                        && operation.conversion() != Conversion.SIGN_EXTEND;
        return undone && original.type().equals(operation.target()) ? original : null;
    }

    @Override
    public @Nullable Value select(Select operation) {
        Value condition = rewriter.resolve(operation.condition());
        Value whenTrue = rewriter.resolve(operation.whenTrue());
        Value whenFalse = rewriter.resolve(operation.whenFalse());
        if (condition instanceof Constant constant) {
            return constant.value() != 0 ? whenTrue : whenFalse;
        }
        if (same(whenTrue, whenFalse)) {
            return whenTrue;
        }
        boolean isCondition =
                whenTrue.type() == Type.I1 && Constant.is(whenTrue, 1) && Constant.is(whenFalse, 0);
        return isCondition ? condition : null;
    }

    @Override
    public @Nullable Value pointerAdd(PointerAdd operation) {
        boolean stays = Constant.is(rewriter.resolve(operation.offset()), 0);
        return stays ? rewriter.resolve(operation.pointer()) : null;
    }

    @Override
    public @Nullable Value load(Load operation) {
        return null;
    }

    @Override
    public @Nullable Value store(Store operation) {
        return null;
    }

    @Override
    public @Nullable Value atomicAdd(AtomicAdd operation) {
        return null;
    }

    @Override
    public @Nullable Value stackSlot(StackSlot operation) {
        return null;
    }

    @Override
    public @Nullable Value mapAddress(MapAddress operation) {
        return null;
    }

    @Override
    public @Nullable Value mapValueAddress(MapValueAddress operation) {
        return null;
    }

    @Override
    public @Nullable Value relocated(Relocated operation) {
        return null;
    }

    @Override
    public @Nullable Value kernelFunctionCall(KernelFunctionCall operation) {
        return null;
    }

    @Override
    public @Nullable Value subprogramCall(SubprogramCall operation) {
        return null;
    }

    @Override
    public @Nullable Value subprogramAddress(SubprogramAddress operation) {
        return null;
    }

    @Override
    public @Nullable Value call(Call operation) {
        return null;
    }

    @Override
    public @Nullable Value fill(Fill operation) {
        return null;
    }

    @Override
    public @Nullable Value copy(Copy operation) {
        return null;
    }

    private static boolean isOnes(Value value) {
        return value instanceof Constant constant
                && constant.type() instanceof Type.Int type
                && constant.zeroExtended() == type.mask();
    }
}
