package dev.skep.compiler.codegen;

import java.util.ArrayList;
import java.util.List;

/** A block of machine instructions; the last one says how it goes on. */
final class MachineBlock {
    final String name;

    /** The virtual registers that edges to the block define. */
    final int[] parameters;

    final List<MachineInstruction> instructions = new ArrayList<>();
    final List<MachineEdge> successors = new ArrayList<>(2);
    final List<MachineBlock> predecessors = new ArrayList<>(2);

    /** The place in {@link MachineFunction#blocks}. */
    int index;

    MachineBlock(String name, int... parameters) {
        this.name = name;
        this.parameters = parameters;
    }
}
