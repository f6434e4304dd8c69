package dev.skep.compiler.pass;

import dev.skep.compiler.call.HelperEffect;
import dev.skep.compiler.call.HelperSignature;
import dev.skep.compiler.call.HelperTable;
import dev.skep.compiler.ir.AtomicAdd;
import dev.skep.compiler.ir.Binary;
import dev.skep.compiler.ir.Call;
import dev.skep.compiler.ir.Compare;
import dev.skep.compiler.ir.Constant;
import dev.skep.compiler.ir.Convert;
import dev.skep.compiler.ir.Copy;
import dev.skep.compiler.ir.Dominators;
import dev.skep.compiler.ir.Fill;
import dev.skep.compiler.ir.Function;
import dev.skep.compiler.ir.KernelFunctionCall;
import dev.skep.compiler.ir.Load;
import dev.skep.compiler.ir.MapAddress;
import dev.skep.compiler.ir.MapValueAddress;
import dev.skep.compiler.ir.Operation;
import dev.skep.compiler.ir.OperationVisitor;
import dev.skep.compiler.ir.PointerAdd;
import dev.skep.compiler.ir.Relocated;
import dev.skep.compiler.ir.Select;
import dev.skep.compiler.ir.StackSlot;
import dev.skep.compiler.ir.Store;
import dev.skep.compiler.ir.SubprogramAddress;
import dev.skep.compiler.ir.SubprogramCall;
import dev.skep.compiler.ir.Value;

import org.jspecify.annotations.Nullable;

/**
 * The operations met so far whose values depend on their operands alone, to be found by what they
 * compute.
 */
final class KnownValues {
    private static final int FEWEST_BUCKETS = 256;

    /**
     * How many with the same hash are looked at. In long scripts the same is computed in thousands
     * of blocks of which none leads to the other.
     */
    private static final int MOST_LOOKED_AT = 64;

    private final Rewriter rewriter;
    private final Dominators dominators;
    private final Hash hash = new Hash();
    private final @Nullable Entry[] buckets;

    private static final class Entry {
        final Operation operation;
        final int block;
        final int hash;
        final @Nullable Entry next;

        Entry(Operation operation, int block, int hash, @Nullable Entry next) {
            this.operation = operation;
            this.block = block;
            this.hash = hash;
            this.next = next;
        }
    }

    KnownValues(Function function, Rewriter rewriter) {
        this.rewriter = rewriter;
        dominators = Dominators.of(function);
        int values = Math.max(function.valueCount(), FEWEST_BUCKETS);
        buckets = new Entry[Integer.highestOneBit(values)];
    }

    /**
     * {@return an operation on every way to {@code block} that gives the same value, or null; the
     * given one is known from then on}
     */
    @Nullable Operation find(Operation operation, int block) {
        int code = operation.accept(hash);
        if (code == Hash.NONE) {
            return null;
        }
        for (int i = 0; i < operation.operandCount(); i++) {
            Value operand = rewriter.resolve(operation.operand(i));
            code =
                    code * 31
                            + (operand instanceof Constant constant
                                    ? Long.hashCode(constant.value())
                                    : operand.id());
        }
        int bucket = (code ^ code >>> 16 ^ code >>> 8) & (buckets.length - 1);
        int left = MOST_LOOKED_AT;
        for (Entry entry = buckets[bucket]; entry != null && left > 0; entry = entry.next) {
            left--;
            if (entry.hash == code
                    && isSame(entry.operation, operation)
                    && dominators.dominates(entry.block, block)) {
                return entry.operation;
            }
        }
        buckets[bucket] = new Entry(operation, block, code, buckets[bucket]);
        return null;
    }

    private boolean isSame(Operation a, Operation b) {
        if (a.getClass() != b.getClass()
                || !a.type().equals(b.type())
                || a.operandCount() != b.operandCount()) {
            return false;
        }
        for (int i = 0; i < a.operandCount(); i++) {
            if (!Identities.same(rewriter.resolve(a.operand(i)), rewriter.resolve(b.operand(i)))) {
                return false;
            }
        }
        return hasSameAttributes(a, b);
    }

    private static boolean hasSameAttributes(Operation a, Operation b) {
        if (a instanceof Binary x && b instanceof Binary y) {
            return x.operation() == y.operation();
        }
        if (a instanceof Compare x && b instanceof Compare y) {
            return x.predicate() == y.predicate();
        }
        if (a instanceof Convert x && b instanceof Convert y) {
            return x.conversion() == y.conversion();
        }
        if (a instanceof MapAddress x && b instanceof MapAddress y) {
            return x.map().equals(y.map());
        }
        if (a instanceof MapValueAddress x && b instanceof MapValueAddress y) {
            return x.offset() == y.offset() && x.map().equals(y.map());
        }
        if (a instanceof Relocated x && b instanceof Relocated y) {
            return x.kind() == y.kind() && x.struct() == y.struct() && x.path().equals(y.path());
        }
        if (a instanceof Call x && b instanceof Call y) {
            return x.helper() == y.helper();
        }
        return a instanceof Select || a instanceof PointerAdd;
    }

    /** A number for what an operation does, operands apart; {@link #NONE} for effects. */
    private static final class Hash implements OperationVisitor<Integer> {
        static final int NONE = 0;

        @Override
        public Integer binary(Binary operation) {
            return 1 + operation.operation().hashCode();
        }

        @Override
        public Integer compare(Compare operation) {
            return 3 + operation.predicate().hashCode();
        }

        @Override
        public Integer convert(Convert operation) {
            return 5 + operation.conversion().hashCode();
        }

        @Override
        public Integer select(Select operation) {
            return 7;
        }

        @Override
        public Integer load(Load operation) {
            return NONE;
        }

        @Override
        public Integer store(Store operation) {
            return NONE;
        }

        @Override
        public Integer atomicAdd(AtomicAdd operation) {
            return NONE;
        }

        @Override
        public Integer pointerAdd(PointerAdd operation) {
            return 11;
        }

        @Override
        public Integer stackSlot(StackSlot operation) {
            return NONE;
        }

        @Override
        public Integer mapAddress(MapAddress operation) {
            return 13 + operation.map().hashCode();
        }

        @Override
        public Integer mapValueAddress(MapValueAddress operation) {
            return 17 + operation.map().hashCode() + operation.offset();
        }

        @Override
        public Integer relocated(Relocated operation) {
            return 19 + operation.path().hashCode();
        }

        @Override
        public Integer call(Call operation) {
            HelperSignature signature = HelperTable.signature(operation.helper());
            return signature != null && signature.effect() == HelperEffect.CONSTANT
                    ? 23 + operation.helper().number()
                    : NONE;
        }

        @Override
        public Integer kernelFunctionCall(KernelFunctionCall operation) {
            return NONE;
        }

        @Override
        public Integer subprogramCall(SubprogramCall operation) {
            return NONE;
        }

        @Override
        public Integer subprogramAddress(SubprogramAddress operation) {
            return NONE;
        }

        @Override
        public Integer fill(Fill operation) {
            return NONE;
        }

        @Override
        public Integer copy(Copy operation) {
            return NONE;
        }
    }
}
