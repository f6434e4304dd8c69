package dev.skep.compiler.pass;

import dev.skep.compiler.call.HelperArgument;
import dev.skep.compiler.call.HelperSignature;
import dev.skep.compiler.call.HelperTable;
import dev.skep.compiler.ir.AtomicAdd;
import dev.skep.compiler.ir.Block;
import dev.skep.compiler.ir.Call;
import dev.skep.compiler.ir.Constant;
import dev.skep.compiler.ir.Copy;
import dev.skep.compiler.ir.Fill;
import dev.skep.compiler.ir.Function;
import dev.skep.compiler.ir.Load;
import dev.skep.compiler.ir.Operation;
import dev.skep.compiler.ir.StackPlaces;
import dev.skep.compiler.ir.StackSlot;
import dev.skep.compiler.ir.Store;
import dev.skep.compiler.ir.SubprogramCall;
import dev.skep.compiler.ir.Value;

import org.jspecify.annotations.Nullable;

import java.util.BitSet;

/**
 * Leaves out what is written to the stack and overwritten, or given up, before anyone reads it.
 * Keys and records are filled with zeros so that their padding has a value, and then most of the
 * zeros are overwritten: of a fill, the words that are stay away.
 *
 * <p>It looks at one block at a time, from its end: who writes a slot whole does so in one place.
 */
public final class DeadStoreElimination implements Pass {

    /** Creates the pass. */
    public DeadStoreElimination() {}

    @Override
    public Function run(Function function) {
        Rewriter rewriter = new Rewriter(function);
        StackPlaces places = new StackPlaces(function);
        Walk walk = new Walk(function, places, rewriter);
        for (Block block : function.blocks()) {
            walk.start(block);
            for (int i = block.operationCount() - 1; i >= 0; i--) {
                walk.visit(block.operation(i));
            }
        }
        return rewriter.rewrite();
    }

    /** The way backwards through a block. */
    private static final class Walk {
        private static final int WORD = 8;

        private final StackPlaces places;
        private final Rewriter rewriter;

        /** By slot: the bytes that are written before they are read from here on. */
        private final @Nullable BitSet[] unread;

        /** By slot: the number of the block that {@link #unread} is for. */
        private final int[] blockOf;

        private Block block;

        Walk(Function function, StackPlaces places, Rewriter rewriter) {
            this.places = places;
            this.rewriter = rewriter;
            unread = new BitSet[function.valueCount()];
            blockOf = new int[function.valueCount()];
            block = function.entry();
        }

        void start(Block next) {
            block = next;
        }

        void visit(Operation operation) {
            if (operation instanceof Store store) {
                int size = store.value().type().bytes();
                if (!overwrite(store.pointer(), store.offset(), size)) {
                    rewriter.drop(store);
                }
            } else if (operation instanceof Fill fill) {
                visit(fill);
            } else if (operation instanceof Copy copy) {
                if (overwrite(copy.destination(), copy.destinationOffset(), copy.size())) {
                    read(copy.source(), copy.sourceOffset(), copy.size());
                } else {
                    rewriter.drop(copy);
                }
            } else if (operation instanceof Load load) {
                read(load.pointer(), load.offset(), load.loaded().bytes());
            } else if (operation instanceof AtomicAdd add) {
                read(add.pointer(), add.offset(), add.value().type().bytes());
            } else if (operation instanceof Call call) {
                visit(call);
            } else if (operation instanceof SubprogramCall) {
                for (int i = 0; i < operation.operandCount(); i++) {
                    readAll(operation.operand(i));
                }
            }
        }

        /** What a helper only writes needs no content before. */
        private void visit(Call call) {
            HelperSignature signature = HelperTable.signature(call.helper());
            for (int i = 0; i < call.operandCount(); i++) {
                HelperArgument argument =
                        signature == null ? HelperArgument.READ : signature.arguments().get(i);
                // Of a size that is not known, verifiers want memory that has a content.
                if (!argument.isWritten()
                        || argument == HelperArgument.REWRITTEN
                        || !(size(call, i) instanceof Constant size)) {
                    readAll(call.operand(i));
                } else if (argument == HelperArgument.WRITTEN_WHOLE) {
                    overwrite(call.operand(i), 0, Math.toIntExact(size.zeroExtended()));
                }
            }
        }

        /** {@return the size of the memory that an argument leads to, or null} */
        private static @Nullable Value size(Call call, int argument) {
            return argument + 1 < call.operandCount() ? call.operand(argument + 1) : null;
        }

        /**
         * Notes that bytes are written; {@code false} if nobody reads them before they are written
         * again.
         */
        private boolean overwrite(Value pointer, int offset, int size) {
            StackSlot slot = places.slot(pointer);
            if (slot == null) {
                return true;
            }
            int start = StackPlaces.offset(pointer) + offset;
            BitSet bytes = unread(slot);
            boolean read = bytes.nextClearBit(start) < start + size;
            bytes.set(start, start + size);
            return read;
        }

        private void visit(Fill fill) {
            StackSlot slot = places.slot(fill.pointer());
            if (slot == null) {
                return;
            }
            int base = StackPlaces.offset(fill.pointer());
            int start = base + fill.offset();
            int end = start + fill.size();
            BitSet bytes = unread(slot);
            BitSet words = new BitSet();
            for (int at = bytes.nextClearBit(start); at < end; at = bytes.nextClearBit(at + 1)) {
                words.set(at - at % WORD, at - at % WORD + WORD);
            }
            words.clear(0, start);
            words.clear(end, words.length() + 1 + end);
            if (words.cardinality() < fill.size()) {
                rewriter.drop(fill);
                for (int at = words.nextSetBit(0); at >= 0; ) {
                    int stop = words.nextClearBit(at);
                    rewriter.keepPart(fill, at - base, stop - at);
                    at = words.nextSetBit(stop);
                }
            }
            bytes.set(start, end);
        }

        private void read(Value pointer, int offset, int size) {
            StackSlot slot = places.slot(pointer);
            if (slot != null) {
                int start = StackPlaces.offset(pointer) + offset;
                unread(slot).clear(start, start + size);
            }
        }

        private void readAll(Value pointer) {
            StackSlot slot = places.slot(pointer);
            if (slot != null) {
                unread(slot).clear(0, slot.size());
            }
        }

        private BitSet unread(StackSlot slot) {
            BitSet bytes = unread[slot.id()];
            if (bytes == null) {
                bytes = new BitSet(slot.size());
                unread[slot.id()] = bytes;
            } else if (blockOf[slot.id()] == block.index()) {
                return bytes;
            }
            blockOf[slot.id()] = block.index();
            // Where nothing follows the block, nothing on the stack is of use behind it.
            bytes.set(0, slot.size(), block.terminator().successorCount() == 0);
            return bytes;
        }
    }
}
