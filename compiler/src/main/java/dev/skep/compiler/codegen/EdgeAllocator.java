package dev.skep.compiler.codegen;

import dev.skep.bpf.asm.SourcePosition;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;

/**
 * Decides where blocks find their values, and moves them there on every edge. The first edge that
 * the allocator comes to decides, so that nothing moves on it but what must; the others follow.
 */
final class EdgeAllocator {
    private static final int NONE = MachineInstruction.NONE;

    /** How many registers a loop without calls is left to work with. */
    private static final int WORKING_REGISTERS = 2;

    private final MachineFunction function;
    private final Liveness liveness;
    private final Loops loops;
    private final Hints hints;
    private final RegisterFile registers;
    private final Allocation allocation;
    private final ParallelMove moves;

    /** By virtual register: the block that it is a parameter of, or NONE. */
    private final int[] blockOf;

    EdgeAllocator(
            MachineFunction function,
            Liveness liveness,
            Loops loops,
            Hints hints,
            RegisterFile registers,
            Allocation allocation,
            ParallelMove moves) {
        this.function = function;
        this.liveness = liveness;
        this.loops = loops;
        this.hints = hints;
        this.registers = registers;
        this.allocation = allocation;
        this.moves = moves;
        blockOf = new int[function.registerCount()];
        Arrays.fill(blockOf, NONE);
        for (MachineBlock block : function.blocks) {
            for (int parameter : block.parameters) {
                blockOf[parameter] = block.index;
            }
        }
    }

    /**
     * {@return the machine register that a parameter comes in, or NONE if it has none or that is
     * not decided}
     */
    int placeOf(int parameter) {
        int block = blockOf[parameter];
        return allocation.contents[block] == null
                ? NONE
                : allocation.locationAtStart(block, parameter);
    }

    /** Appends the moves on an edge from where the allocator is to {@code out}. */
    void follow(MachineEdge edge, List<Placed> out, @Nullable SourcePosition position) {
        MachineBlock target = edge.target;
        int[] content = allocation.contents[target.index];
        if (content == null) {
            content = decide(edge);
            allocation.contents[target.index] = content;
        }
        moves.start(0, position);
        for (int r = 0; r < content.length; r++) {
            if (content[r] != NONE) {
                move(r, source(edge, content[r]));
            }
        }
        for (int i = 0; i < target.parameters.length; i++) {
            int parameter = target.parameters[i];
            if (allocation.locationAtStart(target.index, parameter) == NONE) {
                move(ParallelMove.home(parameter), edge.arguments[i]);
            }
        }
        moves.emit(out);
    }

    /** {@return the virtual register whose value {@code register} has on an edge} */
    private static int source(MachineEdge edge, int register) {
        for (int i = 0; i < edge.arguments.length; i++) {
            if (edge.target.parameters[i] == register) {
                return edge.arguments[i];
            }
        }
        return register;
    }

    private void move(int destination, int register) {
        int location = registers.location(register);
        if (location != NONE) {
            moves.add(destination, location);
        } else if (function.isRemade(register)) {
            moves.remake(destination, register);
        } else {
            moves.add(destination, ParallelMove.home(register));
        }
    }

    private int[] decide(MachineEdge edge) {
        MachineBlock target = edge.target;
        int[] content = new int[ParallelMove.REGISTERS];
        Arrays.fill(content, NONE);
        boolean onlyWay = target.predecessors.size() == 1;
        for (int r = 0; r < content.length; r++) {
            int register = registers.holder(r);
            boolean stays =
                    register != NONE
                            && (function.isRemade(register)
                                    ? onlyWay
                                    : liveness.isLive(target.index, register));
            content[r] = stays ? register : NONE;
        }
        boolean callsInside = loops.callsInside(target.index);
        if (loops.isHeader(target.index)) {
            makeRoomInLoop(target, content, callsInside);
        }
        if (callsInside) {
            moveOutOfTheWayOfCalls(content);
        }
        placeParameters(edge, content, callsInside);
        for (int register : liveness.live(target.index)) {
            if (!contains(content, register)) {
                allocation.homes.need(register);
            }
        }
        return content;
    }

    /**
     * Lets what a loop passes through unused give way to what goes round in it, if that would be
     * too much.
     */
    private void makeRoomInLoop(MachineBlock header, int[] content, boolean callsInside) {
        int taken = callsInside ? RegisterFile.FIRST_SURVIVING : WORKING_REGISTERS;
        int room = content.length - taken;
        int wanted = header.parameters.length;
        for (int register : content) {
            wanted += register == NONE ? 0 : 1;
        }
        for (int r = content.length - 1; r >= 0 && wanted > room; r--) {
            if (content[r] != NONE && !liveness.isUsedInLoop(header.index, content[r])) {
                content[r] = NONE;
                wanted--;
            }
        }
    }

    /**
     * Lets what a loop finds in registers that its calls destroy be elsewhere, so that it need not
     * return there.
     */
    private static void moveOutOfTheWayOfCalls(int[] content) {
        int free = RegisterFile.FIRST_SURVIVING;
        for (int r = 0; r < RegisterFile.FIRST_SURVIVING; r++) {
            while (free < content.length && content[free] != NONE) {
                free++;
            }
            if (free < content.length) {
                content[free] = content[r];
            }
            content[r] = NONE;
        }
    }

    private void placeParameters(MachineEdge edge, int[] content, boolean callsInside) {
        int[] parameters = edge.target.parameters;
        boolean[] placed = new boolean[parameters.length];
        // Those first that can stay where they are, so that no other one takes the place.
        for (int i = 0; i < parameters.length; i++) {
            int current = registers.location(edge.arguments[i]);
            if (canStay(edge, i, content, callsInside)) {
                content[current] = parameters[i];
                placed[i] = true;
            }
        }
        for (int i = 0; i < parameters.length; i++) {
            if (!placed[i]) {
                int place = emptyPlace(parameters[i], content);
                if (place == NONE) {
                    allocation.homes.need(parameters[i]);
                } else {
                    content[place] = parameters[i];
                }
            }
        }
    }

    /** {@return whether a parameter may come in the machine register that its argument is in} */
    private boolean canStay(MachineEdge edge, int index, int[] content, boolean callsInside) {
        int argument = edge.arguments[index];
        int current = registers.location(argument);
        return current != NONE
                && content[current] == NONE
                && !function.isRemade(argument)
                && !liveness.isLive(edge.target.index, argument)
                && (current >= RegisterFile.FIRST_SURVIVING
                        || !callsInside
                        || !liveness.crossesCall(edge.target.parameters[index]));
    }

    /** {@return a machine register for a parameter, or NONE if it comes in its home} */
    private int emptyPlace(int parameter, int[] content) {
        int wanted = hints.wanted(parameter);
        return wanted != NONE && content[wanted] == NONE
                ? wanted
                : RegisterFile.firstEmpty(content, liveness.crossesCall(parameter));
    }

    private static boolean contains(int[] content, int register) {
        for (int held : content) {
            if (held == register) {
                return true;
            }
        }
        return false;
    }
}
