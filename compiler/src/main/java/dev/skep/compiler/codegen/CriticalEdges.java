package dev.skep.compiler.codegen;

import java.util.ArrayList;
import java.util.List;

/**
 * Puts a block on each edge from a block with two ways out to one with two ways in, so that there
 * is a place for what must be moved on the way. Those that stay empty cost nothing in the end.
 */
final class CriticalEdges {

    private CriticalEdges() {}

    /** Splits the critical edges of a function and numbers its blocks. */
    static void split(MachineFunction function) {
        List<MachineBlock> blocks = new ArrayList<>(function.blocks.size());
        for (MachineBlock block : function.blocks) {
            blocks.add(block);
            for (int s = 0; block.successors.size() > 1 && s < block.successors.size(); s++) {
                MachineEdge edge = block.successors.get(s);
                if (edge.target.predecessors.size() > 1) {
                    MachineBlock between = new MachineBlock(block.name + ">" + edge.target.name);
                    MachineInstruction last = block.instructions.getLast();
                    between.instructions.add(new MachineInstruction.Jump(last.position));
                    between.successors.add(edge);
                    between.predecessors.add(block);
                    edge.target.predecessors.set(edge.target.predecessors.indexOf(block), between);
                    block.successors.set(s, new MachineEdge(between));
                    blocks.add(between);
                }
            }
        }
        function.blocks.clear();
        function.blocks.addAll(blocks);
        for (int i = 0; i < blocks.size(); i++) {
            blocks.get(i).index = i;
        }
    }
}
