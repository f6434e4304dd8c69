package dev.skep.compiler.ir;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Orders blocks so that each comes after those that dominate it, and leaves out those that nothing
 * reaches.
 */
final class ReversePostOrder {

    private ReversePostOrder() {}

    /**
     * {@return the blocks that can be reached from the first one} Of a branch, the way taken when
     * the condition holds comes first where there is a choice.
     *
     * @param created all blocks, the entry first
     */
    static List<Block> of(List<Block> created) {
        int count = created.size();
        // An explicit stack: scripts with thousands of statements make paths as long.
        Block[] path = new Block[count];
        int[] nextSuccessor = new int[count];
        int depth = 0;
        for (int i = 0; i < count; i++) {
            created.get(i).index = -1;
        }
        List<Block> order = new ArrayList<>(count);
        path[depth] = created.getFirst();
        nextSuccessor[depth] = path[depth].terminator().successorCount();
        path[depth].index = 0;
        while (depth >= 0) {
            Block block = path[depth];
            if (nextSuccessor[depth] == 0) {
                order.add(block);
                depth--;
                continue;
            }
            Block successor = block.terminator().successor(--nextSuccessor[depth]).target();
            if (successor.index < 0) {
                successor.index = 0;
                depth++;
                path[depth] = successor;
                nextSuccessor[depth] = successor.terminator().successorCount();
            }
        }
        Collections.reverse(order);
        return order;
    }
}
