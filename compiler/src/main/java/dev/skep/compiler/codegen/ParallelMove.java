package dev.skep.compiler.codegen;

import dev.skep.bpf.asm.Register;
import dev.skep.bpf.asm.SourcePosition;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Moves that happen at once: all sources are read before any destination is written. They are put
 * in an order that has the same effect; where they go round in a circle, through a free register,
 * or the frame if there is none.
 *
 * <p>A location is a machine register by its number, or the home in the frame of virtual register
 * {@code v} as {@link #home home(v)}.
 */
final class ParallelMove {

    /** How many machine registers can be given out: R0 to R9. */
    static final int REGISTERS = 10;

    private static final int NONE = MachineInstruction.NONE;

    private final MachineFunction function;

    private final Homes homes;

    private int[] to = new int[16];
    private int[] from = new int[16];
    private int count;

    /** Locations whose value is made from nothing, when all else is in place. */
    private int[] remadeTo = new int[16];

    private int[] remade = new int[16];
    private int remadeCount;

    /** A bit for each register that holds what it is to hold afterwards. */
    private int done;

    private @Nullable SourcePosition position;

    ParallelMove(MachineFunction function, Homes homes) {
        this.function = function;
        this.homes = homes;
    }

    /** {@return the location that is the home of a virtual register} */
    static int home(int register) {
        return REGISTERS + register;
    }

    /** {@return whether a location is a home} */
    static boolean isHome(int location) {
        return location >= REGISTERS;
    }

    /**
     * Empties the set; {@code keep} has a bit for each register that holds something afterwards and
     * is not moved.
     */
    void start(int keep, @Nullable SourcePosition movesPosition) {
        count = 0;
        remadeCount = 0;
        done = keep;
        position = movesPosition;
    }

    /** Adds a move between two locations. */
    void add(int destination, int source) {
        if (destination == source) {
            markDone(destination);
            return;
        }
        if (count == to.length) {
            to = Arrays.copyOf(to, 2 * count);
            from = Arrays.copyOf(from, 2 * count);
        }
        to[count] = destination;
        from[count++] = source;
    }

    /** Lets a location get what the recipe of a virtual register makes. */
    void remake(int destination, int register) {
        if (remadeCount == remade.length) {
            remadeTo = Arrays.copyOf(remadeTo, 2 * remadeCount);
            remade = Arrays.copyOf(remade, 2 * remadeCount);
        }
        remadeTo[remadeCount] = destination;
        remade[remadeCount++] = register;
    }

    /** Writes the moves in an order that works. */
    void emit(List<Placed> out) {
        while (count > 0) {
            int ready = findReady();
            if (ready == NONE) {
                breakCircle(out);
            } else {
                int destination = to[ready];
                int source = from[ready];
                to[ready] = to[--count];
                from[ready] = from[count];
                transfer(out, destination, source);
                markDone(destination);
            }
        }
        // Homes first: the register that one is made in may be the place of another.
        for (int i = 0; i < remadeCount; i++) {
            if (isHome(remadeTo[i])) {
                throughRegister(out, remadeTo[i], NONE, remade[i]);
            }
        }
        for (int i = 0; i < remadeCount; i++) {
            if (!isHome(remadeTo[i])) {
                remakeIn(out, remadeTo[i], remade[i]);
            }
        }
    }

    /** {@return a move whose destination nothing else still reads, or NONE} */
    private int findReady() {
        for (int i = 0; i < count; i++) {
            if (!isSource(to[i])) {
                return i;
            }
        }
        return NONE;
    }

    private boolean isSource(int location) {
        for (int i = 0; i < count; i++) {
            if (from[i] == location) {
                return true;
            }
        }
        return false;
    }

    /** Puts what a destination holds elsewhere, so that it can be written. */
    private void breakCircle(List<Placed> out) {
        int held = to[0];
        int free = freeRegister();
        int elsewhere = free == NONE ? home(homes.forCircle()) : free;
        transfer(out, elsewhere, held);
        for (int i = 0; i < count; i++) {
            if (from[i] == held) {
                from[i] = elsewhere;
            }
        }
    }

    private void transfer(List<Placed> out, int destination, int source) {
        if (isHome(destination) && isHome(source)) {
            throughRegister(out, destination, source, NONE);
        } else {
            out.add(new Placed.Transfer(destination, source, position));
        }
    }

    /**
     * Fills a home from another one, or with what a recipe makes; memory is written from registers
     * only.
     */
    private void throughRegister(
            List<Placed> out, int destination, int source, int remadeRegister) {
        int free = freeRegister();
        int scratch = free == NONE ? 0 : free;
        int saved = free == NONE ? home(homes.forBorrowedRegister()) : NONE;
        if (saved != NONE) {
            out.add(new Placed.Transfer(saved, scratch, position));
        }
        if (source == NONE) {
            remakeIn(out, scratch, remadeRegister);
        } else {
            out.add(new Placed.Transfer(scratch, source, position));
        }
        out.add(new Placed.Transfer(destination, scratch, position));
        if (saved != NONE) {
            out.add(new Placed.Transfer(scratch, saved, position));
        }
    }

    private void remakeIn(List<Placed> out, int destination, int register) {
        MachineInstruction recipe = Objects.requireNonNull(function.recipe(register));
        out.add(new Placed.Remake(recipe, Register.of(destination), position));
    }

    private int freeRegister() {
        int busy = done;
        for (int i = 0; i < count; i++) {
            if (!isHome(from[i])) {
                busy |= 1 << from[i];
            }
        }
        int free = Integer.numberOfTrailingZeros(~busy);
        return free < REGISTERS ? free : NONE;
    }

    private void markDone(int location) {
        if (!isHome(location)) {
            done |= 1 << location;
        }
    }
}
