package dev.skep.compiler.codegen;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Which virtual registers have a home in the frame, because at some point there was no machine
 * register for them. What has a home is written to it once, where it is defined, and can be read
 * from it anywhere.
 *
 * <p>Two registers that are never live at once share a place. They are compared by the stretch of
 * code, in the order of the blocks, that covers all that they are live in: simple, and never wrong.
 */
final class Homes {

    /**
     * How many bytes a place takes. Verifiers follow pointers and bounds through whole, aligned
     * places only.
     */
    static final int PLACE_BYTES = 8;

    private final MachineFunction function;
    private final boolean[] needed;

    /** By register: its place, from 0. */
    private final int[] places;

    private int placeCount;

    Homes(MachineFunction function) {
        this.function = function;
        // Two more, for moves that find no free register.
        needed = new boolean[function.registerCount() + 2];
        places = new int[needed.length];
    }

    /** Gives a register a home. */
    void need(int register) {
        needed[register] = true;
    }

    /** {@return whether a register has a home} */
    boolean has(int register) {
        return needed[register];
    }

    /** {@return a register number whose home is for what is in the way in a circle of moves} */
    int forCircle() {
        need(needed.length - 2);
        return needed.length - 2;
    }

    /**
     * {@return a register number whose home is for the content of a machine register that is
     * borrowed}
     */
    int forBorrowedRegister() {
        need(needed.length - 1);
        return needed.length - 1;
    }

    /** {@return the place of a register's home, from 0} */
    int place(int register) {
        return places[register];
    }

    /** {@return how many places there are} */
    int placeCount() {
        return placeCount;
    }

    /** Gives each home its place. */
    void assignPlaces(Liveness liveness) {
        int[] starts = new int[needed.length];
        int[] ends = new int[needed.length];
        Arrays.fill(starts, Integer.MAX_VALUE);
        Arrays.fill(ends, MachineInstruction.NONE);
        measure(liveness, starts, ends);
        for (int register = function.registerCount(); register < needed.length; register++) {
            starts[register] = 0;
            ends[register] = Integer.MAX_VALUE;
        }
        // By start, so that whatever place is free at the start of one is free to its end.
        List<Integer> order = new ArrayList<>();
        for (int register = 0; register < needed.length; register++) {
            if (needed[register]) {
                int at = order.size();
                while (at > 0 && starts[order.get(at - 1)] > starts[register]) {
                    at--;
                }
                order.add(at, register);
            }
        }
        int[] freeFrom = new int[order.size()];
        for (int register : order) {
            int place = 0;
            while (place < placeCount && freeFrom[place] >= starts[register]) {
                place++;
            }
            placeCount = Math.max(placeCount, place + 1);
            places[register] = place;
            freeFrom[place] = ends[register];
        }
    }

    /**
     * Finds the first and last point where each register is live; each block has a point before and
     * one behind.
     */
    private void measure(Liveness liveness, int[] starts, int[] ends) {
        int point = 0;
        for (MachineBlock block : function.blocks) {
            for (int register : liveness.live(block.index)) {
                cover(starts, ends, register, point);
            }
            for (int parameter : block.parameters) {
                cover(starts, ends, parameter, point);
            }
            for (MachineInstruction instruction : block.instructions) {
                point++;
                for (int register : instruction.uses) {
                    cover(starts, ends, register, point);
                }
                if (instruction.result != MachineInstruction.NONE) {
                    cover(starts, ends, instruction.result, point);
                }
            }
            point++;
            for (MachineEdge edge : block.successors) {
                for (int register : liveness.live(edge.target.index)) {
                    cover(starts, ends, register, point);
                }
                for (int i = 0; i < edge.arguments.length; i++) {
                    cover(starts, ends, edge.arguments[i], point);
                    cover(starts, ends, edge.target.parameters[i], point);
                }
            }
            point++;
        }
    }

    private static void cover(int[] starts, int[] ends, int register, int point) {
        starts[register] = Math.min(starts[register], point);
        ends[register] = Math.max(ends[register], point);
    }
}
