package dev.skep.compiler.pass;

import dev.skep.compiler.ir.Block;
import dev.skep.compiler.ir.Branch;
import dev.skep.compiler.ir.Compare;
import dev.skep.compiler.ir.Dominators;
import dev.skep.compiler.ir.Function;
import dev.skep.compiler.ir.Value;

import org.jspecify.annotations.Nullable;

/**
 * Decides branches whose condition was decided on every way there: inside {@code if (x)} a second
 * {@code if (x)} is no question.
 */
public final class DominatingConditions implements Pass {

    /** Creates the pass. */
    public DominatingConditions() {}

    @Override
    public Function run(Function function) {
        Rewriter rewriter = new Rewriter(function);
        Dominators dominators = Dominators.of(function);
        for (Block block : function.blocks()) {
            if (block.terminator() instanceof Branch branch) {
                Boolean known = outcome(function, dominators, block, branch.condition());
                if (known != null) {
                    rewriter.jump(
                            block, Rewriter.Way.of(known ? branch.whenTrue() : branch.whenFalse()));
                }
            }
        }
        return rewriter.rewrite();
    }

    /** {@return what a condition is at the end of a block, null if either is possible} */
    private static @Nullable Boolean outcome(
            Function function, Dominators dominators, Block block, Value condition) {
        Block inside = block;
        while (inside.index() > 0) {
            Block outside = function.blocks().get(dominators.immediate(inside.index()));
            if (inside.predecessorCount() == 1 && outside.terminator() instanceof Branch decided) {
                // With one way in, that way was taken.
                Boolean known =
                        implied(
                                decided.condition(),
                                decided.whenTrue().target() == inside,
                                condition);
                if (known != null) {
                    return known;
                }
            }
            inside = outside;
        }
        return null;
    }

    private static @Nullable Boolean implied(Value decided, boolean outcome, Value condition) {
        if (decided == condition) {
            return outcome;
        }
        if (decided instanceof Compare known
                && condition instanceof Compare asked
                && Identities.same(known.left(), asked.left())
                && Identities.same(known.right(), asked.right())) {
            if (known.predicate() == asked.predicate()) {
                return outcome;
            }
            if (known.predicate() == asked.predicate().negated()) {
                return !outcome;
            }
        }
        return null;
    }
}
