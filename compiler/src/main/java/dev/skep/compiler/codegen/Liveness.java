package dev.skep.compiler.codegen;

import java.util.Arrays;
import java.util.List;

/**
 * Which virtual registers are needed from the start of each block on, and how far away the next use
 * is. Registers that are made from nothing where they are needed don't count.
 */
final class Liveness {

    /**
     * What the way out of a loop adds to a distance: what is used inside is used sooner, and more
     * often.
     */
    private static final int LOOP_EXIT = 10_000;

    private static final int[] EMPTY = {};

    private final MachineFunction function;
    private final Loops loops;

    /** By block: the registers that are live at its start, parameters not included. */
    private final int[][] live;

    /** By block: how many instructions from its start on each register in {@link #live} is used. */
    private final int[][] distances;

    /** By register: whether a call happens while it is live, not as its last use. */
    private final boolean[] crossesCall;

    // The walk through one block: which registers are live, in any order, and where each is used
    // next.
    private final int[] members;
    private int memberCount;
    private final int[] placeOf;
    private final int[] nextUse;

    private Liveness(MachineFunction function, Loops loops) {
        this.function = function;
        this.loops = loops;
        int registers = function.registerCount();
        live = new int[function.blocks.size()][];
        distances = new int[function.blocks.size()][];
        crossesCall = new boolean[registers];
        members = new int[registers];
        placeOf = new int[registers];
        nextUse = new int[registers];
        Arrays.fill(live, EMPTY);
        Arrays.fill(distances, EMPTY);
        Arrays.fill(placeOf, MachineInstruction.NONE);
    }

    /** {@return the liveness of a function} */
    static Liveness of(MachineFunction function, Loops loops) {
        Liveness result = new Liveness(function, loops);
        boolean changed = true;
        while (changed) {
            changed = false;
            for (int b = function.blocks.size() - 1; b >= 0; b--) {
                changed |= result.visit(function.blocks.get(b));
            }
        }
        return result;
    }

    /**
     * {@return the registers that are live at the start of a block, its parameters not included}
     */
    int[] live(int block) {
        return live[block];
    }

    /**
     * {@return for each of {@link #live}, how many instructions from the start of the block its
     * next use is}
     */
    int[] distances(int block) {
        return distances[block];
    }

    /** {@return whether a register must survive a call} */
    boolean crossesCall(int register) {
        return crossesCall[register];
    }

    /** {@return whether a register is live at the start of a block} */
    boolean isLive(int block, int register) {
        for (int candidate : live[block]) {
            if (candidate == register) {
                return true;
            }
        }
        return false;
    }

    /** {@return whether what is live at the header of a loop is used before the loop is left} */
    boolean isUsedInLoop(int header, int register) {
        for (int i = 0; i < live[header].length; i++) {
            if (live[header][i] == register) {
                return distances[header][i] < LOOP_EXIT;
            }
        }
        return false;
    }

    /**
     * {@return how many instructions behind the end of {@code block} what is used in {@code target}
     * is counted}
     */
    int edgeDistance(int block, int target) {
        return loops.leaves(block, target) ? LOOP_EXIT : 0;
    }

    /** {@return whether more is live at the start of the block than was known} */
    private boolean visit(MachineBlock block) {
        List<MachineInstruction> instructions = block.instructions;
        int end = instructions.size();
        for (MachineEdge edge : block.successors) {
            int target = edge.target.index;
            int toTarget = end + edgeDistance(block.index, target);
            for (int i = 0; i < live[target].length; i++) {
                use(live[target][i], toTarget + distances[target][i]);
            }
            for (int argument : edge.arguments) {
                use(argument, end);
            }
        }
        for (int i = end - 1; i >= 0; i--) {
            MachineInstruction instruction = instructions.get(i);
            if (instruction.result != MachineInstruction.NONE) {
                remove(instruction.result);
            }
            if (instruction instanceof MachineInstruction.Call) {
                for (int m = 0; m < memberCount; m++) {
                    crossesCall[members[m]] = true;
                }
            }
            for (int register : instruction.uses) {
                remove(register);
                use(register, i);
            }
        }
        for (int parameter : block.parameters) {
            remove(parameter);
        }
        boolean changed = memberCount != live[block.index].length;
        int[] registers = Arrays.copyOf(members, memberCount);
        int[] uses = new int[memberCount];
        for (int m = 0; m < memberCount; m++) {
            uses[m] = nextUse[registers[m]];
            placeOf[registers[m]] = MachineInstruction.NONE;
        }
        live[block.index] = registers;
        distances[block.index] = uses;
        memberCount = 0;
        return changed;
    }

    /** Notes a use; of two the nearer one counts. */
    private void use(int register, int distance) {
        if (function.isRemade(register)) {
            return;
        }
        if (placeOf[register] == MachineInstruction.NONE) {
            placeOf[register] = memberCount;
            members[memberCount++] = register;
            nextUse[register] = distance;
        } else {
            nextUse[register] = Math.min(nextUse[register], distance);
        }
    }

    private void remove(int register) {
        int place = placeOf[register];
        if (place != MachineInstruction.NONE) {
            int last = members[--memberCount];
            members[place] = last;
            placeOf[last] = place;
            placeOf[register] = MachineInstruction.NONE;
        }
    }
}
