package dev.skep.compiler.codegen;

import java.util.Arrays;

/**
 * Which virtual register each machine register holds at the place that the allocator has come to,
 * and which to give up when all are taken: the one that is used again last (Belady), those first
 * that can be had again for little.
 */
final class RegisterFile {
    private static final int NONE = MachineInstruction.NONE;

    /** Registers in the order they are given out to what must survive calls. */
    private static final int[] SURVIVING_FIRST = {6, 7, 8, 9, 0, 5, 4, 3, 2, 1};

    /**
     * Registers in the order they are given out to all else; arguments are wanted in those from R1
     * on.
     */
    private static final int[] SURVIVING_LAST = {0, 5, 4, 3, 2, 1, 6, 7, 8, 9};

    /** The first register that survives calls. */
    static final int FIRST_SURVIVING = 6;

    /**
     * How much sooner something may be used that has a home already, to be given up before what has
     * none.
     */
    private static final int HOME_BONUS = 16;

    private final MachineFunction function;
    private final Liveness liveness;
    private final NextUses nextUses;
    private final Homes homes;

    private final int[] holders = new int[ParallelMove.REGISTERS];

    /** By virtual register: the machine register that holds it, or NONE. */
    private final int[] locations;

    RegisterFile(MachineFunction function, Liveness liveness, NextUses nextUses, Homes homes) {
        this.function = function;
        this.liveness = liveness;
        this.nextUses = nextUses;
        this.homes = homes;
        locations = new int[function.registerCount()];
        Arrays.fill(locations, NONE);
        Arrays.fill(holders, NONE);
    }

    /** {@return the machine register that holds a virtual one, or NONE} */
    int location(int register) {
        return locations[register];
    }

    /** {@return the virtual register that a machine register holds, or NONE} */
    int holder(int machineRegister) {
        return holders[machineRegister];
    }

    /** Lets the machine registers hold {@code content}, by number, and nothing else. */
    void reset(int[] content) {
        for (int r = 0; r < holders.length; r++) {
            release(r);
        }
        for (int r = 0; r < holders.length; r++) {
            if (content[r] != NONE) {
                bind(content[r], r);
            }
        }
    }

    /** Lets a machine register hold a virtual one, which is nowhere else from now on. */
    void bind(int register, int machineRegister) {
        release(machineRegister);
        if (locations[register] != NONE) {
            holders[locations[register]] = NONE;
        }
        holders[machineRegister] = register;
        locations[register] = machineRegister;
    }

    /** Forgets what a machine register holds. */
    void release(int machineRegister) {
        int register = holders[machineRegister];
        if (register != NONE) {
            locations[register] = NONE;
            holders[machineRegister] = NONE;
        }
    }

    /** Forgets what a machine register holds; if that is used again it is in its home. */
    void evict(int machineRegister) {
        int register = holders[machineRegister];
        if (register != NONE && nextUses.has(register) && !function.isRemade(register)) {
            homes.need(register);
        }
        release(machineRegister);
    }

    /** {@return whether a machine register holds nothing that is used again} */
    boolean isFree(int machineRegister) {
        int register = holders[machineRegister];
        return register == NONE || !nextUses.has(register);
    }

    /**
     * {@return a machine register for a virtual one, emptied}
     *
     * @param wanted the one to take if it is free, or NONE
     * @param forbidden a bit for each one that can't be taken
     */
    int take(int register, int wanted, int forbidden) {
        int chosen = wanted;
        if (chosen == NONE || (forbidden >> chosen & 1) != 0 || !isFree(chosen)) {
            chosen = firstFree(liveness.crossesCall(register), forbidden);
        }
        if (chosen == NONE) {
            chosen = farthest(forbidden);
        }
        evict(chosen);
        return chosen;
    }

    /** {@return a free machine register, or NONE} */
    private int firstFree(boolean survivesCalls, int forbidden) {
        for (int candidate : survivesCalls ? SURVIVING_FIRST : SURVIVING_LAST) {
            if ((forbidden >> candidate & 1) == 0 && isFree(candidate)) {
                return candidate;
            }
        }
        return NONE;
    }

    /** {@return the first register that holds nothing in {@code content}, or NONE} */
    static int firstEmpty(int[] content, boolean survivesCalls) {
        for (int candidate : survivesCalls ? SURVIVING_FIRST : SURVIVING_LAST) {
            if (content[candidate] == NONE) {
                return candidate;
            }
        }
        return NONE;
    }

    /** {@return the machine register to give up} */
    private int farthest(int forbidden) {
        int best = NONE;
        long bestScore = Long.MIN_VALUE;
        for (int r = 0; r < holders.length; r++) {
            if ((forbidden >> r & 1) == 0) {
                long score = score(holders[r]);
                if (score > bestScore) {
                    bestScore = score;
                    best = r;
                }
            }
        }
        return best;
    }

    /** {@return how good it is to give up a register; more is better} */
    long score(int register) {
        if (register == NONE) {
            return Long.MAX_VALUE;
        }
        long next = nextUses.of(register);
        if (function.isRemade(register)) {
            return next + NextUses.NEVER;
        }
        return homes.has(register) ? next + HOME_BONUS : next;
    }
}
