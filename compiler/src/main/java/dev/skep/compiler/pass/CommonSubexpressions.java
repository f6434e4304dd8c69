package dev.skep.compiler.pass;

import dev.skep.bpf.asm.BpfHelper;
import dev.skep.compiler.ir.AddressSpace;
import dev.skep.compiler.ir.Block;
import dev.skep.compiler.ir.Call;
import dev.skep.compiler.ir.Function;
import dev.skep.compiler.ir.Load;
import dev.skep.compiler.ir.Operation;
import dev.skep.compiler.ir.StackPlaces;
import dev.skep.compiler.ir.Store;
import dev.skep.compiler.ir.Type;
import dev.skep.compiler.ir.Value;

import org.jspecify.annotations.Nullable;

/**
 * Computes once what is computed again: arithmetic, what helpers give that never changes while a
 * program runs, loads of what is known to be in memory, and lookups of the same key while nothing
 * changes the map. A store of what is there already goes too.
 *
 * <p>What is known of memory is carried along ways that meet, but not round loops: a loop that
 * waits for somebody else to change a map goes on doing so.
 */
public final class CommonSubexpressions implements Pass {

    /** Creates the pass. */
    public CommonSubexpressions() {}

    @Override
    public Function run(Function function) {
        Rewriter rewriter = new Rewriter(function);
        Walk walk = new Walk(function, rewriter);
        for (Block block : function.blocks()) {
            walk.block(block);
        }
        return rewriter.rewrite();
    }

    private static final class Walk {
        private final Rewriter rewriter;
        private final KnownValues values;
        private final StackPlaces places;

        /** By block: what is known of memory at its end; null where that is still to come. */
        private final @Nullable KnownMemory[] ends;

        private KnownMemory memory;

        Walk(Function function, Rewriter rewriter) {
            this.rewriter = rewriter;
            values = new KnownValues(function, rewriter);
            places = new StackPlaces(function);
            ends = new KnownMemory[function.blocks().size()];
            memory = new KnownMemory(places, rewriter);
        }

        void block(Block block) {
            memory = start(block);
            for (int i = 0; i < block.operationCount(); i++) {
                visit(block.operation(i), block.index());
            }
            ends[block.index()] = memory;
        }

        private KnownMemory start(Block block) {
            KnownMemory common = null;
            for (int p = 0; p < block.predecessorCount(); p++) {
                KnownMemory end = ends[block.predecessor(p).index()];
                if (end == null) {
                    return new KnownMemory(places, rewriter);
                }
                if (common == null) {
                    common = end.copy();
                } else {
                    common.meet(end);
                }
            }
            return common == null ? new KnownMemory(places, rewriter) : common;
        }

        private void visit(Operation operation, int block) {
            if (operation instanceof Load load) {
                Value known = memory.content(load.pointer(), load.offset(), load.loaded());
                if (known == null) {
                    memory.learn(load.pointer(), load.offset(), load);
                } else {
                    rewriter.replace(load, rewriter.resolve(known));
                }
            } else if (operation instanceof Store store) {
                visit(store);
            } else if (operation instanceof Call call
                    && call.helper() == BpfHelper.MAP_LOOKUP_ELEM) {
                Value known = memory.lookup(call);
                if (known == null) {
                    memory.learn(call);
                } else {
                    rewriter.replace(call, known);
                }
            } else {
                Operation known = values.find(operation, block);
                if (known == null) {
                    memory.pass(operation);
                } else {
                    rewriter.replace(operation, known);
                }
            }
        }

        /**
         * {@return whether a pointer leads into a map} What is stored there is loaded again: that
         * is how programs make a verifier forget what it knows of a number.
         */
        private static boolean isInMap(Value pointer) {
            return pointer.type() instanceof Type.Pointer type
                    && type.space() == AddressSpace.MAP_VALUE;
        }

        private void visit(Store store) {
            Value value = rewriter.resolve(store.value());
            Value known = memory.content(store.pointer(), store.offset(), value.type());
            if (known != null && Identities.same(rewriter.resolve(known), value)) {
                rewriter.drop(store);
            } else {
                memory.pass(store);
                if (!isInMap(store.pointer())) {
                    memory.learn(store.pointer(), store.offset(), value);
                }
            }
        }
    }
}
