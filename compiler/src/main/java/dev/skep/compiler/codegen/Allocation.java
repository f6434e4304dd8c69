package dev.skep.compiler.codegen;

import java.util.ArrayList;
import java.util.List;

/** What the allocator decided: the steps of each block with their machine registers. */
final class Allocation {
    final MachineFunction function;
    final Homes homes;

    /** By block: what happens on the way in, where only one way leads in. */
    final List<List<Placed>> entries = new ArrayList<>();

    /** By block: its steps. */
    final List<List<Placed>> steps = new ArrayList<>();

    /** By block: the virtual register that each machine register holds at its start, or NONE. */
    final int[][] contents;

    Allocation(MachineFunction function) {
        this.function = function;
        this.homes = new Homes(function);
        contents = new int[function.blocks.size()][];
        for (int i = 0; i < contents.length; i++) {
            entries.add(new ArrayList<>(0));
            steps.add(new ArrayList<>());
        }
    }

    /** {@return the machine register that holds a virtual one at the start of a block, or NONE} */
    int locationAtStart(int block, int register) {
        int[] content = contents[block];
        for (int r = 0; r < content.length; r++) {
            if (content[r] == register) {
                return r;
            }
        }
        return MachineInstruction.NONE;
    }
}
