package dev.skep.compiler.codegen;

import java.util.Arrays;
import java.util.List;

/**
 * Where loops are. A loop is taken to be all blocks from its header to the last one that jumps back
 * to it: in reverse post order that is the loop, and at most a few blocks of ways out of it. It
 * serves to guess well, not to be right.
 */
final class Loops {

    /**
     * By block: the last block of the innermost loop around it, or {@link MachineInstruction#NONE}.
     */
    private final int[] innermostEnd;

    /**
     * By block: the last block of the loop that it is the header of, or {@link
     * MachineInstruction#NONE}.
     */
    private final int[] end;

    /** By block: whether it is the header of a loop with a call in it. */
    private final boolean[] calls;

    private Loops(int blocks) {
        innermostEnd = new int[blocks];
        end = new int[blocks];
        calls = new boolean[blocks];
        Arrays.fill(innermostEnd, MachineInstruction.NONE);
        Arrays.fill(end, MachineInstruction.NONE);
    }

    /** {@return the loops of a function} */
    static Loops of(MachineFunction function) {
        List<MachineBlock> blocks = function.blocks;
        Loops loops = new Loops(blocks.size());
        for (MachineBlock block : blocks) {
            for (MachineBlock predecessor : block.predecessors) {
                if (predecessor.index >= block.index) {
                    loops.end[block.index] = Math.max(loops.end[block.index], predecessor.index);
                }
            }
        }
        // Inner loops have the later headers.
        for (int header = 0; header < blocks.size(); header++) {
            for (int b = header; b <= loops.end[header]; b++) {
                loops.innermostEnd[b] = loops.end[header];
                loops.calls[header] |= hasCall(blocks.get(b));
            }
        }
        return loops;
    }

    private static boolean hasCall(MachineBlock block) {
        for (MachineInstruction instruction : block.instructions) {
            if (instruction instanceof MachineInstruction.Call) {
                return true;
            }
        }
        return false;
    }

    /** {@return whether a block is jumped back to} */
    boolean isHeader(int block) {
        return end[block] != MachineInstruction.NONE;
    }

    /** {@return whether a block is jumped back to from a call or behind one} */
    boolean callsInside(int header) {
        return calls[header];
    }

    /** {@return whether an edge leaves the innermost loop around its source} */
    boolean leaves(int source, int target) {
        return innermostEnd[source] != MachineInstruction.NONE && target > innermostEnd[source];
    }
}
