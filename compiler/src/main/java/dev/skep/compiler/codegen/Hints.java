package dev.skep.compiler.codegen;

import java.util.Arrays;
import java.util.List;

/**
 * Which machine register a virtual one is wanted in: an argument where the call expects it, the
 * result of the function in R0, what arithmetic overwrites where its result is wanted, what is
 * passed to a block where the block has it.
 */
final class Hints {
    private static final int NONE = MachineInstruction.NONE;

    private final Liveness liveness;

    /** By register: the machine register, or NONE. */
    private final int[] wanted;

    /** By register: a parameter that it is passed to, or NONE. */
    private final int[] passedTo;

    private Hints(int registers, Liveness liveness) {
        this.liveness = liveness;
        wanted = new int[registers];
        passedTo = new int[registers];
        Arrays.fill(wanted, NONE);
        Arrays.fill(passedTo, NONE);
    }

    /** {@return the hints for a function} */
    static Hints of(MachineFunction function, Liveness liveness) {
        Hints hints = new Hints(function.registerCount(), liveness);
        // Backwards, so that wishes travel from uses to definitions.
        for (int b = function.blocks.size() - 1; b >= 0; b--) {
            MachineBlock block = function.blocks.get(b);
            for (MachineEdge edge : block.successors) {
                for (int i = 0; i < edge.arguments.length; i++) {
                    hints.passedTo[edge.arguments[i]] = edge.target.parameters[i];
                    hints.want(edge.arguments[i], hints.wanted[edge.target.parameters[i]]);
                }
            }
            List<MachineInstruction> instructions = block.instructions;
            for (int i = instructions.size() - 1; i >= 0; i--) {
                hints.visit(instructions.get(i));
            }
        }
        return hints;
    }

    /** {@return the machine register that a virtual one is wanted in, or NONE} */
    int wanted(int register) {
        return wanted[register];
    }

    /** {@return a parameter that a register is passed to, or NONE} */
    int passedTo(int register) {
        return passedTo[register];
    }

    private void visit(MachineInstruction instruction) {
        if (instruction instanceof MachineInstruction.Call) {
            for (int i = 0; i < instruction.uses.length; i++) {
                want(instruction.uses[i], 1 + i);
            }
        } else if (instruction instanceof MachineInstruction.Return) {
            want(instruction.uses[0], 0);
        } else if (instruction.isTied() || instruction instanceof MachineInstruction.Move) {
            want(instruction.uses[0], wanted[instruction.result]);
        }
    }

    private void want(int register, int machineRegister) {
        if (machineRegister != NONE && !liveness.crossesCall(register)) {
            wanted[register] = machineRegister;
        }
    }
}
