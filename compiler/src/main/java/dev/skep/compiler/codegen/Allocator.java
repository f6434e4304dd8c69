package dev.skep.compiler.codegen;

import dev.skep.bpf.asm.Register;
import dev.skep.bpf.asm.SourcePosition;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Gives machine registers to virtual ones, in one walk over the blocks in order. At each
 * instruction it knows what the machine registers hold and how soon each is needed again. When one
 * is missing, what is needed last is given up: a constant is made again later, anything else read
 * from its home in the frame, where it was put when it was defined. So nothing is written where
 * registers run out, which is often inside a loop.
 *
 * <p>After Belady's rule and the allocator of Go's compiler; a function in SSA form needs no more,
 * because what is defined once can be in any place at any time as long as every edge brings it
 * where its target expects it.
 */
final class Allocator {
    private static final int NONE = MachineInstruction.NONE;
    private static final Register[] NO_REGISTERS = {};

    private final MachineFunction function;
    private final Liveness liveness;
    private final Hints hints;
    private final NextUses nextUses;
    private final RegisterFile registers;
    private final Allocation allocation;
    private final ParallelMove moves;
    private final EdgeAllocator edges;

    /** The steps of the block at hand. */
    private List<Placed> out;

    private Allocator(MachineFunction function) {
        this.function = function;
        Loops loops = Loops.of(function);
        liveness = Liveness.of(function, loops);
        hints = Hints.of(function, liveness);
        nextUses = new NextUses(function, liveness);
        allocation = new Allocation(function);
        registers = new RegisterFile(function, liveness, nextUses, allocation.homes);
        moves = new ParallelMove(function, allocation.homes);
        edges = new EdgeAllocator(function, liveness, loops, hints, registers, allocation, moves);
        out = allocation.steps.getFirst();
    }

    /** {@return the function with machine registers} */
    static Allocation allocate(MachineFunction function) {
        Allocator allocator = new Allocator(function);
        allocator.allocation.contents[0] = parameters(function);
        for (MachineBlock block : function.blocks) {
            allocator.block(block);
        }
        allocator.allocation.homes.assignPlaces(allocator.liveness);
        return allocator.allocation;
    }

    /**
     * {@return what the machine registers hold when the function is called: its parameters from R1
     * on}
     */
    private static int[] parameters(MachineFunction function) {
        int[] content = new int[ParallelMove.REGISTERS];
        Arrays.fill(content, NONE);
        int[] parameters = function.blocks.getFirst().parameters;
        System.arraycopy(parameters, 0, content, 1, parameters.length);
        return content;
    }

    private void block(MachineBlock block) {
        out = allocation.steps.get(block.index);
        registers.reset(allocation.contents[block.index]);
        nextUses.start(block);
        List<MachineInstruction> instructions = block.instructions;
        int last = instructions.size() - 1;
        for (int i = 0; i < last; i++) {
            place(instructions.get(i), i);
        }
        MachineInstruction terminator = instructions.get(last);
        if (block.successors.size() == 1) {
            // What moves on the way does so before the jump.
            edges.follow(block.successors.getFirst(), out, terminator.position);
            place(terminator, last);
        } else {
            place(terminator, last);
            for (MachineEdge edge : block.successors) {
                edges.follow(edge, allocation.entries.get(edge.target.index), terminator.position);
            }
        }
    }

    private void place(MachineInstruction instruction, int position) {
        if (instruction instanceof MachineInstruction.Call) {
            call(instruction, position);
        } else if (instruction instanceof MachineInstruction.Return) {
            moves.start(0, instruction.position);
            bring(0, instruction.uses[0]);
            moves.emit(out);
            out.add(new Placed.Step(instruction, Register.R0, Register.R0));
        } else {
            ordinary(instruction, position);
        }
    }

    private void ordinary(MachineInstruction instruction, int position) {
        int[] uses = instruction.uses;
        // What the result overwrites is best loaded where the result is to be.
        boolean loadsIntoResult =
                instruction.isTied() && registers.location(uses[0]) == NONE && !isUsedAgain(uses);
        Register[] useRegisters = uses.length == 0 ? NO_REGISTERS : new Register[uses.length];
        int pinned = 0;
        for (int i = loadsIntoResult ? 1 : 0; i < uses.length; i++) {
            int register = ensure(uses[i], pinned, instruction.position);
            pinned |= 1 << register;
            useRegisters[i] = Register.of(register);
        }
        nextUses.pass(instruction, position);
        if (instruction.result == NONE) {
            out.add(new Placed.Step(instruction, Register.R0, useRegisters));
            return;
        }
        int result;
        if (!instruction.isTied()) {
            result = registers.take(instruction.result, wanted(instruction.result), 0);
        } else if (loadsIntoResult) {
            result = registers.take(instruction.result, wanted(instruction.result), pinned);
            load(uses[0], result, instruction.position);
            useRegisters[0] = Register.of(result);
        } else {
            result = tie(instruction, useRegisters, pinned);
        }
        out.add(new Placed.Step(instruction, Register.of(result), useRegisters));
        if (nextUses.has(instruction.result)) {
            registers.bind(instruction.result, result);
        } else {
            registers.release(result);
        }
    }

    /** {@return the register of the first use, freed for the result} */
    private int tie(MachineInstruction instruction, Register[] useRegisters, int pinned) {
        int[] uses = instruction.uses;
        int left = useRegisters[0].number();
        if (!nextUses.has(uses[0])) {
            return left;
        }
        if (instruction.isCommutative() && !nextUses.has(uses[1])) {
            Register right = useRegisters[1];
            useRegisters[1] = useRegisters[0];
            useRegisters[0] = right;
            return right.number();
        }
        int result = registers.take(instruction.result, wanted(instruction.result), pinned);
        out.add(new Placed.Transfer(result, left, instruction.position));
        return result;
    }

    /** {@return whether the first use of an instruction is another one as well} */
    private static boolean isUsedAgain(int[] uses) {
        for (int i = 1; i < uses.length; i++) {
            if (uses[i] == uses[0]) {
                return true;
            }
        }
        return false;
    }

    /**
     * {@return the machine register of a virtual one, which is brought into one if it is in none}
     */
    private int ensure(int register, int pinned, @Nullable SourcePosition position) {
        int location = registers.location(register);
        if (location == NONE) {
            location = registers.take(register, wanted(register), pinned);
            load(register, location, position);
            registers.bind(register, location);
        }
        return location;
    }

    /** Makes a virtual register in a machine register, or reads it from its home. */
    private void load(int register, int machineRegister, @Nullable SourcePosition position) {
        if (function.isRemade(register)) {
            MachineInstruction recipe = Objects.requireNonNull(function.recipe(register));
            out.add(new Placed.Remake(recipe, Register.of(machineRegister), position));
        } else {
            out.add(new Placed.Transfer(machineRegister, ParallelMove.home(register), position));
        }
    }

    /** {@return the machine register that a virtual one is wanted in, or NONE} */
    private int wanted(int register) {
        int parameter = hints.passedTo(register);
        if (parameter != NONE) {
            int place = edges.placeOf(parameter);
            if (place != NONE
                    && (place >= RegisterFile.FIRST_SURVIVING || !liveness.crossesCall(register))) {
                return place;
            }
        }
        return hints.wanted(register);
    }

    private void call(MachineInstruction call, int position) {
        nextUses.pass(call, position);
        moves.start(0, call.position);
        int[] survivors = new int[ParallelMove.REGISTERS];
        Arrays.fill(survivors, NONE);
        for (int r = RegisterFile.FIRST_SURVIVING; r < survivors.length; r++) {
            if (!registers.isFree(r)) {
                survivors[r] = registers.holder(r);
            }
        }
        for (int r = 0; r < RegisterFile.FIRST_SURVIVING; r++) {
            if (!registers.isFree(r) && !function.isRemade(registers.holder(r))) {
                rescue(registers.holder(r), survivors);
            }
        }
        for (int r = RegisterFile.FIRST_SURVIVING; r < survivors.length; r++) {
            if (survivors[r] != NONE) {
                moves.add(r, registers.location(survivors[r]));
            }
        }
        for (int i = 0; i < call.uses.length; i++) {
            bring(1 + i, call.uses[i]);
        }
        moves.emit(out);
        registers.reset(survivors);
        out.add(new Placed.Step(call, Register.R0));
        if (call.result != NONE && nextUses.has(call.result)) {
            registers.bind(call.result, 0);
        }
    }

    /** Finds a place among the registers that survive for what a call would destroy, or a home. */
    private void rescue(int register, int[] survivors) {
        int place = NONE;
        long placeScore = registers.score(register);
        for (int r = RegisterFile.FIRST_SURVIVING; r < survivors.length; r++) {
            long score = registers.score(survivors[r]);
            if (score > placeScore) {
                placeScore = score;
                place = r;
            }
        }
        int homeless = place == NONE ? register : survivors[place];
        if (homeless != NONE && !function.isRemade(homeless)) {
            allocation.homes.need(homeless);
        }
        if (place != NONE) {
            survivors[place] = register;
        }
    }

    /** Adds a move of a virtual register to a machine register. */
    private void bring(int machineRegister, int register) {
        int location = registers.location(register);
        if (location != NONE) {
            moves.add(machineRegister, location);
        } else if (function.isRemade(register)) {
            moves.remake(machineRegister, register);
        } else {
            moves.add(machineRegister, ParallelMove.home(register));
        }
    }
}
