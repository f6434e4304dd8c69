package dev.skep.compiler.pass;

import dev.skep.compiler.ir.Function;

/** A step of the optimiser. */
public interface Pass {

    /**
     * {@return a function that does the same; {@code function} itself if there was nothing to do}
     */
    Function run(Function function);
}
