package dev.skep.compiler.codegen;

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
import dev.skep.compiler.ir.Terminator;
import dev.skep.compiler.ir.Value;

import org.jspecify.annotations.Nullable;

import java.util.BitSet;
import java.util.List;

/**
 * Which slots of a frame have a content that matters at the same time, and so cannot be in the same
 * place. A slot is in use from where it is first touched, as long as somebody may look at bytes of
 * it before they are written again. A slot that is reached in ways that are not plain to see is in
 * use throughout.
 */
final class SlotLives {
    private final Function function;
    private final List<StackSlot> slots;
    private final StackPlaces places;

    /** By slot: the number of its first byte, where the bytes of all slots are counted. */
    private final int[] firstByte;

    /** By slot: those that it may not share a place with. */
    private final BitSet[] apart;

    /** By block: the slots that were touched on some way to its end. */
    private final BitSet[] touched;

    /** By block: the bytes that somebody may look at from its start on. */
    private final BitSet[] wanted;

    /** The slots that the operation at hand touches. */
    private final BitSet here = new BitSet();

    /** The bytes that it looks at. */
    private final BitSet read = new BitSet();

    /** The bytes that it writes for certain. */
    private final BitSet written = new BitSet();

    private SlotLives(Function function, List<StackSlot> slots) {
        this.function = function;
        this.slots = slots;
        places = new StackPlaces(function);
        firstByte = new int[slots.size()];
        for (int i = 1; i < firstByte.length; i++) {
            firstByte[i] = firstByte[i - 1] + slots.get(i - 1).size();
        }
        apart = sets(slots.size());
        touched = sets(function.blocks().size());
        wanted = sets(function.blocks().size());
    }

    /**
     * {@return by slot, the slots that must be elsewhere}
     *
     * @param slots the slots of the function that are in its frame
     */
    static BitSet[] apart(Function function, List<StackSlot> slots) {
        SlotLives lives = new SlotLives(function, slots);
        lives.solve();
        for (int slot = 0; slot < slots.size(); slot++) {
            if (lives.places.slot(slots.get(slot)) == null) {
                lives.apart[slot].set(0, slots.size());
            }
            for (int other = 0; other < slots.size(); other++) {
                if (lives.apart[slot].get(other)) {
                    lives.apart[other].set(slot);
                }
            }
        }
        return lives.apart;
    }

    private static BitSet[] sets(int count) {
        BitSet[] sets = new BitSet[count];
        for (int i = 0; i < count; i++) {
            sets[i] = new BitSet();
        }
        return sets;
    }

    private void solve() {
        boolean changed = true;
        while (changed) {
            changed = false;
            for (Block block : function.blocks()) {
                int before = touched[block.index()].cardinality();
                touched[block.index()].or(touchedBefore(block));
                touchAll(block, touched[block.index()]);
                changed |= touched[block.index()].cardinality() != before;
            }
        }
        do {
            changed = false;
            for (int b = function.blocks().size() - 1; b >= 0; b--) {
                BitSet start = walk(function.blocks().get(b), null);
                changed |= !start.equals(wanted[b]);
                wanted[b] = start;
            }
        } while (changed);
        for (Block block : function.blocks()) {
            walk(block, earlier(block));
        }
    }

    private BitSet touchedBefore(Block block) {
        BitSet result = new BitSet();
        for (int p = 0; p < block.predecessorCount(); p++) {
            result.or(touched[block.predecessor(p).index()]);
        }
        return result;
    }

    private void touchAll(Block block, BitSet into) {
        for (int i = 0; i < block.operationCount(); i++) {
            visit(block.operation(i));
            into.or(here);
        }
    }

    /**
     * Goes through a block from its end; {@return the bytes that are wanted at its start}
     *
     * @param earlier by operation, what was touched before it, to keep slots apart; null to pass
     */
    private BitSet walk(Block block, BitSet @Nullable [] earlier) {
        BitSet later = new BitSet();
        Terminator terminator = block.terminator();
        for (int s = 0; s < terminator.successorCount(); s++) {
            later.or(wanted[terminator.successor(s).target().index()]);
        }
        for (int i = block.operationCount() - 1; i >= 0; i--) {
            visit(block.operation(i));
            if (here.isEmpty()) {
                continue;
            }
            if (earlier != null) {
                BitSet inUse = wanted(earlier[i], later);
                inUse.or(here);
                for (int slot = here.nextSetBit(0); slot >= 0; slot = here.nextSetBit(slot + 1)) {
                    apart[slot].or(inUse);
                }
            }
            later.andNot(written);
            later.or(read);
        }
        return later;
    }

    /** {@return those of some slots of which bytes are wanted} */
    private BitSet wanted(BitSet some, BitSet bytes) {
        BitSet result = new BitSet();
        for (int slot = some.nextSetBit(0); slot >= 0; slot = some.nextSetBit(slot + 1)) {
            int next = bytes.nextSetBit(firstByte[slot]);
            result.set(slot, next >= 0 && next < firstByte[slot] + slots.get(slot).size());
        }
        return result;
    }

    /** {@return by operation, the slots that were touched before it} */
    private BitSet[] earlier(Block block) {
        BitSet[] earlier = new BitSet[block.operationCount()];
        BitSet sum = touchedBefore(block);
        for (int i = 0; i < earlier.length; i++) {
            earlier[i] = (BitSet) sum.clone();
            visit(block.operation(i));
            sum.or(here);
        }
        return earlier;
    }

    /** Notes what an operation does to slots. */
    private void visit(Operation operation) {
        here.clear();
        read.clear();
        written.clear();
        if (operation instanceof Store store) {
            write(store.pointer(), store.offset(), store.value().type().bytes());
        } else if (operation instanceof Fill fill) {
            write(fill.pointer(), fill.offset(), fill.size());
        } else if (operation instanceof Copy copy) {
            write(copy.destination(), copy.destinationOffset(), copy.size());
            read(copy.source(), copy.sourceOffset(), copy.size());
        } else if (operation instanceof Load load) {
            read(load.pointer(), load.offset(), load.loaded().bytes());
        } else if (operation instanceof AtomicAdd add) {
            readAll(add.pointer());
        } else if (operation instanceof Call call) {
            visit(call);
        } else if (operation instanceof SubprogramCall) {
            for (int i = 0; i < operation.operandCount(); i++) {
                readAll(operation.operand(i));
            }
        }
    }

    private void visit(Call call) {
        HelperSignature signature = HelperTable.signature(call.helper());
        for (int i = 0; i < call.operandCount(); i++) {
            if (signature != null
                    && signature.arguments().get(i) == HelperArgument.WRITTEN_WHOLE
                    && call.operand(i + 1) instanceof Constant size) {
                write(call.operand(i), 0, size.zeroExtended());
            } else {
                readAll(call.operand(i));
            }
        }
    }

    private void readAll(Value pointer) {
        int slot = slot(pointer);
        if (slot >= 0) {
            here.set(slot);
            read.set(firstByte[slot], firstByte[slot] + slots.get(slot).size());
        }
    }

    private void read(Value pointer, int offset, long size) {
        int slot = slot(pointer);
        if (slot >= 0) {
            here.set(slot);
            mark(read, slot, StackPlaces.offset(pointer) + offset, size);
        }
    }

    private void write(Value pointer, int offset, long size) {
        int slot = slot(pointer);
        if (slot >= 0) {
            here.set(slot);
            mark(written, slot, StackPlaces.offset(pointer) + offset, size);
        }
    }

    /** Marks bytes of a slot, as far as they are inside. */
    private void mark(BitSet bytes, int slot, int offset, long size) {
        int start = Math.max(0, offset);
        int end = (int) Math.min(slots.get(slot).size(), offset + size);
        if (start < end) {
            bytes.set(firstByte[slot] + start, firstByte[slot] + end);
        }
    }

    /** {@return the slot that a pointer is into, or -1 if it is none, or none of the frame} */
    private int slot(Value pointer) {
        StackSlot slot = places.slot(pointer);
        return slot == null ? -1 : slots.indexOf(slot);
    }
}
