package dev.skep.compiler.codegen;

import dev.skep.compiler.ir.StackSlot;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * A function over virtual registers, numbered from 0, each defined once. Those that {@link #recipe}
 * knows how to make from nothing, such as constants, are defined nowhere and made where they are
 * needed.
 */
final class MachineFunction {
    final String name;

    /**
     * In reverse post order. No edge leads from a block with two successors to one with two
     * predecessors.
     */
    final List<MachineBlock> blocks = new ArrayList<>();

    /** What the function keeps in its frame. */
    final List<StackSlot> slots = new ArrayList<>();

    private final List<@Nullable MachineInstruction> recipes = new ArrayList<>();

    MachineFunction(String name) {
        this.name = name;
    }

    /** {@return a new virtual register} */
    int newRegister() {
        recipes.add(null);
        return recipes.size() - 1;
    }

    /** {@return how many virtual registers there are} */
    int registerCount() {
        return recipes.size();
    }

    /** Lets {@code recipe} define its result wherever that is needed. */
    void define(MachineInstruction recipe) {
        recipes.set(recipe.result, recipe);
    }

    /** {@return the instruction that makes a register from nothing, or null if there is none} */
    @Nullable MachineInstruction recipe(int register) {
        return recipes.get(register);
    }

    /** {@return whether a register can be made from nothing, so that it need not be kept} */
    boolean isRemade(int register) {
        return recipes.get(register) != null;
    }
}
