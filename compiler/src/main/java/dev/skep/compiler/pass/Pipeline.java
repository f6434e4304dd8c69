package dev.skep.compiler.pass;

import dev.skep.compiler.ir.Function;
import dev.skep.compiler.ir.IrChecker;

import java.util.List;

/** Passes in order. */
public final class Pipeline {

    /**
     * What one pass leaves over is work for another; this many rounds are enough for all but
     * made-up programs.
     */
    private static final int MAX_ROUNDS = 8;

    private final List<Pass> repeated;
    private final List<Pass> between;
    private final List<Pass> last;

    /**
     * Creates a pipeline.
     *
     * @param repeated passes that make work for each other, run in rounds until none finds anything
     * @param between passes that are run once behind those, which are then run again if there was
     *     something to do
     * @param last passes that are run once at the end
     */
    public Pipeline(List<Pass> repeated, List<Pass> between, List<Pass> last) {
        this.repeated = List.copyOf(repeated);
        this.between = List.copyOf(between);
        this.last = List.copyOf(last);
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
                List.of(new CommonSubexpressions(), new DominatingConditions()),
                List.of(new DeadStoreElimination(), deadCode));
    }

    /** {@return the function after the passes} */
    public Function run(Function function) {
        Function simplified = runRepeated(function);
        Function result = runOnce(between, simplified);
        if (result != simplified) {
            result = runRepeated(result);
        }
        return runOnce(last, result);
    }

    private static Function runOnce(List<Pass> passes, Function function) {
        Function result = function;
        for (Pass pass : passes) {
            result = checked(pass, result);
        }
        return result;
    }

    private static Function checked(Pass pass, Function function) {
        Function result = pass.run(function);
        // Whatever a test compiles is checked behind every pass.
        assert result == function || isSound(pass, result);
        return result;
    }

    private static boolean isSound(Pass pass, Function result) {
        List<String> problems = IrChecker.problems(result);
        if (!problems.isEmpty()) {
            throw new AssertionError(
                    pass.getClass().getSimpleName() + ": " + problems + "\n" + result);
        }
        return true;
    }

    private Function runRepeated(Function function) {
        Function result = function;
        // How many passes in a row found nothing: after a whole round of those all is done.
        int unchanged = 0;
        for (int round = 0; round < MAX_ROUNDS; round++) {
            for (Pass pass : repeated) {
                Function before = result;
                result = checked(pass, before);
                unchanged = result == before ? unchanged + 1 : 0;
                if (unchanged == repeated.size()) {
                    return result;
                }
            }
        }
        return result;
    }
}
