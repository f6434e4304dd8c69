package dev.skep.compiler.codegen;

import java.util.Arrays;
import java.util.List;

/**
 * Where in the block at hand each virtual register is used next; moves on with the instructions.
 */
final class NextUses {

    /** The distance of what is not used any more. */
    static final int NEVER = Integer.MAX_VALUE;

    private static final int NONE = MachineInstruction.NONE;

    private final Liveness liveness;

    /** By register: its next use in the lists below. */
    private final int[] head;

    private int[] positions = new int[64];
    private int[] following = new int[64];
    private int[] owners = new int[64];
    private int count;

    NextUses(MachineFunction function, Liveness liveness) {
        this.liveness = liveness;
        head = new int[function.registerCount()];
        Arrays.fill(head, NONE);
    }

    /**
     * Starts a block: what an edge passes and what is live behind the block is used at its end or
     * later.
     */
    void start(MachineBlock block) {
        for (int i = 0; i < count; i++) {
            head[owners[i]] = NONE;
        }
        count = 0;
        List<MachineInstruction> instructions = block.instructions;
        int end = instructions.size();
        for (MachineEdge edge : block.successors) {
            int target = edge.target.index;
            int toTarget = end + liveness.edgeDistance(block.index, target);
            int[] live = liveness.live(target);
            for (int i = 0; i < live.length; i++) {
                behind(live[i], toTarget + liveness.distances(target)[i]);
            }
            for (int argument : edge.arguments) {
                behind(argument, end);
            }
        }
        for (int i = end - 1; i >= 0; i--) {
            for (int register : instructions.get(i).uses) {
                push(register, i);
            }
        }
    }

    /** {@return the position in the block, or behind it, of the next use of a register} */
    int of(int register) {
        return head[register] == NONE ? NEVER : positions[head[register]];
    }

    /** {@return whether a register is used again} */
    boolean has(int register) {
        return head[register] != NONE;
    }

    /** Forgets the uses by the instruction at {@code position} and before. */
    void pass(MachineInstruction instruction, int position) {
        for (int register : instruction.uses) {
            while (head[register] != NONE && positions[head[register]] <= position) {
                head[register] = following[head[register]];
            }
        }
    }

    private void behind(int register, int position) {
        if (head[register] == NONE) {
            push(register, position);
        } else {
            positions[head[register]] = Math.min(positions[head[register]], position);
        }
    }

    private void push(int register, int position) {
        if (count == positions.length) {
            positions = Arrays.copyOf(positions, 2 * count);
            following = Arrays.copyOf(following, 2 * count);
            owners = Arrays.copyOf(owners, 2 * count);
        }
        positions[count] = position;
        owners[count] = register;
        following[count] = head[register];
        head[register] = count++;
    }
}
