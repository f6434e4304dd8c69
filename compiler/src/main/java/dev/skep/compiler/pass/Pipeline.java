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

    private final List<Pass> repeated;
    private final List<Pass> once;

    /**
     * Creates a pipeline.
     *
     * @param repeated passes that make work for each other, run in rounds until none finds anything
     * @param once passes that are run once behind those
     */
    public Pipeline(List<Pass> repeated, List<Pass> once) {
        this.repeated = List.copyOf(repeated);
        this.once = List.copyOf(once);
    }

    /** {@return what every program goes through} */
    public static Pipeline standard() {
        Pass deadCode = new DeadCodeElimination();
        return new Pipeline(
                List.of(
                        new ConstantPropagation(),
                        new CopyPropagation(),
                        new BranchSimplification(),
                        deadCode),
                List.of(new DeadStoreElimination(), deadCode));
    }

    /** {@return the function after the passes} */
    public Function run(Function function) {
        Function result = runRepeated(function);
        for (Pass pass : once) {
            result = pass.run(result);
        }
        return result;
    }

    private Function runRepeated(Function function) {
        Function result = function;
        // How many passes in a row found nothing: after a whole round of those all is done.
        int unchanged = 0;
        for (int round = 0; round < MAX_ROUNDS; round++) {
            for (Pass pass : repeated) {
                Function before = result;
                result = pass.run(before);
                unchanged = result == before ? unchanged + 1 : 0;
                if (unchanged == repeated.size()) {
                    return result;
                }
            }
        }
        return result;
    }
}
