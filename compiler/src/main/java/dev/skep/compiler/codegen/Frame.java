package dev.skep.compiler.codegen;

import dev.skep.compiler.StackLimitException;
import dev.skep.compiler.ir.StackSlot;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Where in the frame, below R10, everything is: first the homes of registers, then the slots. */
final class Frame {
    private final int homeCount;

    /** By slot: bytes from R10, negative. */
    private final int[] slotOffsets;

    private final int size;

    private final List<StackLimitException.Use> uses;

    private Frame(int homeCount, int[] slotOffsets, int size, List<StackLimitException.Use> uses) {
        this.homeCount = homeCount;
        this.slotOffsets = slotOffsets;
        this.size = size;
        this.uses = uses;
    }

    /** {@return the frame of a function in which every slot has a place of its own} */
    static Frame of(MachineFunction function, Homes homes) {
        int[] offsets = new int[function.slots.size()];
        int size = size(homes);
        // The most aligned first, so that nothing is lost between them.
        for (int alignment = 8; alignment >= 1; alignment /= 2) {
            for (int i = 0; i < offsets.length; i++) {
                StackSlot slot = function.slots.get(i);
                if (alignment(slot) == alignment) {
                    size = roundUp(size + slot.size(), alignment);
                    offsets[i] = -size;
                }
            }
        }
        return new Frame(homes.placeCount(), offsets, size, uses(function, homes));
    }

    /**
     * {@return the frame of a function in which slots share a place that are never in use at once}
     *
     * @param apart by slot, those that it is in use with
     */
    static Frame sharing(MachineFunction function, Homes homes, BitSet[] apart) {
        int[] offsets = new int[function.slots.size()];
        int size = size(homes);
        List<StackLimitException.Use> uses = new ArrayList<>();
        // The largest first; the smaller ones find room in their places.
        for (int slot : bySize(function.slots)) {
            int end = firstFit(function, slot, size(homes), offsets, apart[slot]);
            offsets[slot] = -end;
            if (end > size) {
                StackSlot larger = function.slots.get(slot);
                int bytes = Math.min(end - size, larger.size());
                insert(uses, new StackLimitException.Use(larger.name(), bytes, larger.position()));
                size = end;
            }
        }
        addHomes(uses, homes);
        return new Frame(homes.placeCount(), offsets, size, uses);
    }

    private static int size(Homes homes) {
        return homes.placeCount() * Homes.PLACE_BYTES;
    }

    private static List<Integer> bySize(List<StackSlot> slots) {
        List<Integer> order = new ArrayList<>(slots.size());
        for (int slot = 0; slot < slots.size(); slot++) {
            int at = order.size();
            while (at > 0 && slots.get(order.get(at - 1)).size() < slots.get(slot).size()) {
                at--;
            }
            order.add(at, slot);
        }
        return order;
    }

    /**
     * {@return how many bytes below R10 a slot begins: as few as those allow that have a place and
     * are in use with it}
     */
    private static int firstFit(
            MachineFunction function, int slot, int homes, int[] offsets, BitSet apart) {
        StackSlot wanted = function.slots.get(slot);
        int end = roundUp(homes + wanted.size(), alignment(wanted));
        boolean moved = true;
        while (moved) {
            moved = false;
            for (int i = 0; i < offsets.length; i++) {
                // What has no place yet is at 0.
                int otherEnd = -offsets[i];
                int otherStart = otherEnd - function.slots.get(i).size();
                if (i != slot
                        && otherEnd != 0
                        && apart.get(i)
                        && otherStart < end
                        && end - wanted.size() < otherEnd) {
                    end = roundUp(otherEnd + wanted.size(), alignment(wanted));
                    moved = true;
                }
            }
        }
        return end;
    }

    /**
     * {@return what the address of a slot is a multiple of: at least as much as its size makes
     * useful}
     */
    static int alignment(StackSlot slot) {
        int useful = Math.min(8, Integer.highestOneBit(slot.size()));
        return Math.max(slot.alignment(), useful);
    }

    /** {@return bytes from R10 to the start of a slot} */
    int slot(int slot) {
        return slotOffsets[slot];
    }

    /** {@return bytes from R10 to a home, by its place} */
    int home(int place) {
        if (place >= homeCount) {
            throw new IllegalArgumentException("home " + place + " of " + homeCount);
        }
        return -(place + 1) * Homes.PLACE_BYTES;
    }

    /** {@return the size in bytes} */
    int size() {
        return size;
    }

    /** {@return who uses how much of it, the largest first} */
    List<StackLimitException.Use> uses() {
        return uses;
    }

    private static int roundUp(int size, int alignment) {
        return (size + alignment - 1) & -alignment;
    }

    private static List<StackLimitException.Use> uses(MachineFunction function, Homes homes) {
        List<StackLimitException.Use> uses = new ArrayList<>();
        for (StackSlot slot : function.slots) {
            insert(uses, new StackLimitException.Use(slot.name(), slot.size(), slot.position()));
        }
        addHomes(uses, homes);
        return uses;
    }

    private static void addHomes(List<StackLimitException.Use> uses, Homes homes) {
        if (homes.placeCount() > 0) {
            String name = "values that are not in registers";
            insert(uses, new StackLimitException.Use(name, size(homes), null));
        }
    }

    /** Keeps the largest first. */
    static void insert(List<StackLimitException.Use> uses, StackLimitException.Use use) {
        int at = uses.size();
        while (at > 0 && uses.get(at - 1).bytes() < use.bytes()) {
            at--;
        }
        uses.add(at, use);
    }
}
