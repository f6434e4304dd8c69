package dev.skep.compiler.ir;

import java.util.List;

/** A way from one block into another, with a value for each parameter of the target. */
public final class Edge {
    private final Block target;
    private final Value[] arguments;

    Edge(Block target, Value... arguments) {
        this.target = target;
        this.arguments = arguments;
    }

    /** {@return where the way leads} */
    public Block target() {
        return target;
    }

    /** {@return how many values are passed} */
    public int argumentCount() {
        return arguments.length;
    }

    /** {@return the value for the target's parameter at {@code index}, from 0} */
    public Value argument(int index) {
        return arguments[index];
    }

    /** {@return the values passed, in order} */
    public List<Value> arguments() {
        return List.of(arguments);
    }
}
