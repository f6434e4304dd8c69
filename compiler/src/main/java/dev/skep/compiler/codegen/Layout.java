package dev.skep.compiler.codegen;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * The order of the blocks in the code: reverse post order, without those that do nothing but jump.
 */
final class Layout {

    /** By block: where a jump to it ends up; itself if it is kept. */
    private final MachineBlock[] targets;

    /** By block: the kept block behind it, or null. */
    private final @Nullable MachineBlock[] next;

    private Layout(int blocks) {
        targets = new MachineBlock[blocks];
        next = new MachineBlock[blocks];
    }

    /** {@return the layout of a function} */
    static Layout of(Allocation allocation) {
        List<MachineBlock> blocks = allocation.function.blocks;
        Layout layout = new Layout(blocks.size());
        MachineBlock behind = null;
        for (int i = blocks.size() - 1; i >= 0; i--) {
            MachineBlock block = blocks.get(i);
            layout.targets[i] = throughEmpty(allocation, block);
            layout.next[i] = behind;
            behind = layout.targets[i] == block ? block : behind;
        }
        return layout;
    }

    /** {@return whether a block has code of its own} */
    boolean isKept(MachineBlock block) {
        return targets[block.index] == block;
    }

    /** {@return the block whose code an edge leads to} */
    MachineBlock target(MachineEdge edge) {
        return targets[edge.target.index];
    }

    /** {@return the block whose code follows, or null} */
    @Nullable MachineBlock next(MachineBlock block) {
        return next[block.index];
    }

    private static MachineBlock throughEmpty(Allocation allocation, MachineBlock start) {
        MachineBlock block = start;
        for (int i = 0; i <= allocation.function.blocks.size(); i++) {
            if (!isEmpty(allocation, block)) {
                return block;
            }
            block = block.successors.getFirst().target;
        }
        // Empty blocks that lead round in a circle are the endless loop that somebody wrote.
        return start;
    }

    private static boolean isEmpty(Allocation allocation, MachineBlock block) {
        if (block.successors.size() != 1
                || allocation.steps.get(block.index).size() > 1
                || !allocation.entries.get(block.index).isEmpty()) {
            return false;
        }
        for (int parameter : block.parameters) {
            if (allocation.homes.has(parameter)) {
                return false;
            }
        }
        return true;
    }
}
