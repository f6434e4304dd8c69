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
    /** What is left of 512 bytes is for spilled registers. */
    private static final int STACK_BUDGET = 320;

    private final Program program;
    private final int stackLimit;
    private final List<Slot> free = new ArrayList<>();
    private final List<Slot> taken = new ArrayList<>();
    private int stackBytes;
    private int scratchUsed;
    private int scratchBytes;

    private record Slot(Value address, int size) {}

    /** What was allocated at some point. */
    record Mark(int slots, int scratch) {}

    Frame(Program program, int stackLimit) {
        this.program = program;
        this.stackLimit = stackLimit;
    }

    /** {@return how many bytes of scratch memory the program needs for each CPU} */
    int scratchBytes() {
        return scratchBytes;
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
            if (stackBytes + rounded <= STACK_BUDGET) {
                return new Place(newSlot(name, rounded), 0);
            }
        }
        return scratch(rounded);
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
