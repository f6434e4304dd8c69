package dev.skep.trace.lower;

import dev.skep.bpf.btf.Layout;
import dev.skep.compiler.ir.Block;
import dev.skep.compiler.ir.FunctionBuilder;
import dev.skep.compiler.ir.Value;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * The memory that a program uses while it runs: small objects in its stack frame, larger ones in
 * this CPU's part of the scratch map. What is allocated after a {@link #mark} is free again after
 * its {@link #release}.
 *
 * <p>The verifier tracks every word of the stack and gives a program 512 bytes; so the stack is
 * left to objects of at most {@code on_stack_limit} bytes, and to spilled registers.
 */
final class Frame {
    private final Program program;
    private final int stackLimit;
    private final int stackBudget;
    private final List<Slot> free = new ArrayList<>();
    private final List<Slot> taken = new ArrayList<>();
    private int stackBytes;
    private int scratchUsed;
    private int scratchBytes;

    private record Slot(Value address, int size) {}

    /** What was allocated at some point. */
    record Mark(int slots, int scratch) {}

    /**
     * Creates the memory of a function.
     *
     * @param stackLimit how large an object may be that lives on the stack
     * @param stackBudget how many bytes of the stack all of them together may take; the rest is for
     *     spilled registers, and for the functions that are called
     * @param scratchUsed how much scratch memory those that call the function use
     */
    Frame(Program program, int stackLimit, int stackBudget, int scratchUsed) {
        this.program = program;
        this.stackLimit = stackLimit;
        this.stackBudget = stackBudget;
        this.scratchUsed = scratchUsed;
        this.scratchBytes = scratchUsed;
    }

    /** {@return how many bytes of scratch memory the program needs for each CPU} */
    int scratchBytes() {
        return scratchBytes;
    }

    /** {@return how many bytes of scratch memory are in use} */
    int scratchUsed() {
        return scratchUsed;
    }

    /** Notes that a function that is called needs as much scratch memory. */
    void needScratch(int bytes) {
        scratchBytes = Math.max(scratchBytes, bytes);
    }

    /** {@return half of what the stack is budgeted for, for a function that is called} */
    int budgetOfCallee() {
        return stackBudget / 2;
    }

    Mark mark() {
        return new Mark(taken.size(), scratchUsed);
    }

    void release(Mark mark) {
        while (taken.size() > mark.slots) {
            free.add(taken.removeLast());
        }
        scratchUsed = mark.scratch;
    }

    /** {@return {@code size} bytes of undefined content, aligned to 8} */
    Place allocate(String name, int size) {
        int rounded = Layout.roundUp(Math.max(size, 1), 8);
        if (size <= stackLimit) {
            Slot slot = freeSlot(rounded);
            if (slot != null) {
                taken.add(slot);
                return new Place(slot.address, 0);
            }
            if (stackBytes + rounded <= stackBudget) {
                return new Place(newSlot(name, rounded), 0);
            }
        }
        return scratch(rounded);
    }

    /** {@return {@code size} bytes of the stack, whatever else is there; a multiple of 8} */
    Place stack(String name, int size) {
        Slot slot = freeSlot(size);
        if (slot == null) {
            return new Place(newSlot(name, size), 0);
        }
        taken.add(slot);
        return new Place(slot.address, 0);
    }

    /** {@return {@code size} bytes of scratch memory, a multiple of 8} */
    Place scratch(int size) {
        int offset = scratchUsed;
        scratchUsed = Math.addExact(scratchUsed, size);
        scratchBytes = Math.max(scratchBytes, scratchUsed);
        return new Place(program.scratch(), offset);
    }

    private @Nullable Slot freeSlot(int size) {
        for (int i = free.size() - 1; i >= 0; i--) {
            if (free.get(i).size == size) {
                return free.remove(i);
            }
        }
        return null;
    }

    /**
     * Slots are made in the entry block, so that any later part of the program can use them again.
     */
    private Value newSlot(String name, int size) {
        FunctionBuilder code = program.code;
        Block current = code.current();
        code.position(code.entry());
        Value address = code.stackSlot(name, size, 8);
        code.position(current);
        taken.add(new Slot(address, size));
        stackBytes += size;
        return address;
    }
}
