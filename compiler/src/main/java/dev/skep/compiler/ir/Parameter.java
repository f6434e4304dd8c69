package dev.skep.compiler.ir;

/**
 * A parameter of a block; each jump to the block gives it a value. Those of the entry block are the
 * function's.
 */
public final class Parameter extends Value {
    private final Block block;
    private final int index;
    int id;

    Parameter(Type type, Block block, int index) {
        super(type);
        this.block = block;
        this.index = index;
    }

    /** {@return the block that has the parameter} */
    public Block block() {
        return block;
    }

    /** {@return its place among the parameters of the block, from 0} */
    public int index() {
        return index;
    }

    @Override
    public int id() {
        return id;
    }

    @Override
    public String text() {
        return "%" + id;
    }
}
