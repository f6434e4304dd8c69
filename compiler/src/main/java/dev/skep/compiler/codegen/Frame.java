package dev.skep.compiler.codegen;

import dev.skep.compiler.StackLimitException;
import dev.skep.compiler.ir.StackSlot;

import java.util.ArrayList;
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

    /**
     * {@return a frame for a function}
     *
     * @throws StackLimitException if it is larger than the machine's
     */
    static Frame of(MachineFunction function, Homes homes) {
        int[] offsets = new int[function.slots.size()];
        int size = homes.placeCount() * Homes.PLACE_BYTES;
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
        if (size > StackLimitException.LIMIT) {
            throw new StackLimitException(function.name, uses(function, homes));
        }
        return new Frame(homes.placeCount(), offsets, size, uses(function, homes));
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
            insert(uses, new StackLimitException.Use(slot.name(), slot.size()));
        }
        if (homes.placeCount() > 0) {
            insert(
                    uses,
                    new StackLimitException.Use(
                            "values that are not in registers",
                            homes.placeCount() * Homes.PLACE_BYTES));
        }
        return uses;
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
