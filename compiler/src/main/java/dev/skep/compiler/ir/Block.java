package dev.skep.compiler.ir;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * A run of operations that is entered at its top only and left at its end only. Values come in
 * through parameters, which is what other compilers have phi nodes for.
 */
public final class Block {
    private final String name;
    private final List<Parameter> parameters = new ArrayList<>(2);
    private final List<Operation> operations = new ArrayList<>();
    private final List<Block> predecessors = new ArrayList<>(2);
    private @Nullable Terminator terminator;
    int index = -1;

    Block(String name, Type... types) {
        this.name = name;
        for (Type type : types) {
            addParameter(type);
        }
    }

    /** {@return the name, unique in its function} */
    public String name() {
        return name;
    }

    /**
     * {@return the place among the blocks of the function, from 0; -1 while the function is being
     * built}
     */
    public int index() {
        return index;
    }

    /** {@return how many parameters the block has} */
    public int parameterCount() {
        return parameters.size();
    }

    /** {@return the parameter at {@code i}, from 0} */
    public Parameter parameter(int i) {
        return parameters.get(i);
    }

    /** {@return how many operations the block has, not counting the terminator} */
    public int operationCount() {
        return operations.size();
    }

    /** {@return the operation at {@code i}, from 0} */
    public Operation operation(int i) {
        return operations.get(i);
    }

    /**
     * {@return the last step}
     *
     * @throws IllegalStateException while the block has none yet
     */
    public Terminator terminator() {
        if (terminator == null) {
            throw new IllegalStateException(
                    "block " + name + " does not end in a jump, branch or return");
        }
        return terminator;
    }

    /** {@return whether the block has its last step, so that nothing can be added} */
    public boolean isTerminated() {
        return terminator != null;
    }

    /** {@return how many edges lead here; a branch with both ways to this block counts twice} */
    public int predecessorCount() {
        return predecessors.size();
    }

    /** {@return where the edge {@code i}, from 0, comes from; in the order of the blocks} */
    public Block predecessor(int i) {
        return predecessors.get(i);
    }

    Parameter addParameter(Type type) {
        Parameter parameter = new Parameter(type, this, parameters.size());
        parameters.add(parameter);
        return parameter;
    }

    void append(Operation operation) {
        operations.add(operation);
    }

    void terminate(Terminator last) {
        terminator = last;
    }

    void addPredecessor(Block block) {
        predecessors.add(block);
    }

    @Override
    public String toString() {
        return name;
    }
}
