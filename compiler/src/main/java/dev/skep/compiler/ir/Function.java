package dev.skep.compiler.ir;

import java.util.List;

/**
 * A function in SSA form: every value is defined once, in a block that dominates its uses.
 * Functions do not change; passes make new ones.
 *
 * <p>The blocks are in reverse post order: the entry first, every block reachable, each after the
 * blocks that dominate it. So a walk in order meets every definition before its uses.
 */
public final class Function {
    private final String name;
    private final Type result;
    private final List<Block> blocks;
    private final int valueCount;

    Function(String name, Type result, List<Block> blocks, int valueCount) {
        this.name = name;
        this.result = result;
        this.blocks = List.copyOf(blocks);
        this.valueCount = valueCount;
    }

    /** {@return the name} */
    public String name() {
        return name;
    }

    /** {@return the type of what it returns} */
    public Type result() {
        return result;
    }

    /** {@return the blocks in reverse post order, the entry first} */
    public List<Block> blocks() {
        return blocks;
    }

    /** {@return where the function starts; its parameters are the function's} */
    public Block entry() {
        return blocks.getFirst();
    }

    /**
     * {@return one more than the greatest {@link Value#id()}: the length of an array indexed by
     * value}
     */
    public int valueCount() {
        return valueCount;
    }

    /** {@return the text form} */
    @Override
    public String toString() {
        return IrPrinter.print(this);
    }
}
