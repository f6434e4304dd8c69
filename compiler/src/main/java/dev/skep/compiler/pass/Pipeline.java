package dev.skep.compiler.pass;

import dev.skep.compiler.ir.Function;

import java.util.List;

/** Passes in order. */
public final class Pipeline {

    /**
     * What one pass leaves over is work for another; this many rounds are enough for all but
     * made-up programs.
     */
    private static final int MAX_ROUNDS = 8;

    private final List<Pass> passes;

    /** Creates a pipeline of passes. */
    public Pipeline(List<Pass> passes) {
        this.passes = List.copyOf(passes);
    }

    /** {@return what every program goes through} */
    public static Pipeline standard() {
        return new Pipeline(
                List.of(
                        new ConstantPropagation(),
                        new CopyPropagation(),
                        new BranchSimplification(),
                        new DeadStoreElimination(),
                        new DeadCodeElimination()));
    }

    /** {@return the function after the passes, run in rounds until none finds anything} */
    public Function run(Function function) {
        Function result = function;
        // The pass that changed something last: when its turn comes again without a change, all is
        // done.
        int unchanged = 0;
        for (int round = 0; round < MAX_ROUNDS; round++) {
            for (Pass pass : passes) {
                Function before = result;
                result = pass.run(before);
                unchanged = result == before ? unchanged + 1 : 0;
                if (unchanged == passes.size()) {
                    return result;
                }
            }
        }
        return result;
    }
}
