package dev.skep.compiler.pass;

import dev.skep.compiler.ir.Binary;
import dev.skep.compiler.ir.BinaryOperation;
import dev.skep.compiler.ir.Block;
import dev.skep.compiler.ir.Branch;
import dev.skep.compiler.ir.Compare;
import dev.skep.compiler.ir.Constant;
import dev.skep.compiler.ir.Convert;
import dev.skep.compiler.ir.Function;
import dev.skep.compiler.ir.Jump;
import dev.skep.compiler.ir.Predicate;
import dev.skep.compiler.ir.Type;
import dev.skep.compiler.ir.Value;
import dev.skep.compiler.pass.Rewriter.Way;

import org.jspecify.annotations.Nullable;

/**
 * Shortens ways: a branch on what is known, or with both ways the same, becomes a jump; a branch on
 * a negation swaps its ways; a way leads round blocks that do nothing for it ({@link Shortcuts}); a
 * block that is entered from one place only, by a jump, is appended to that place.
 */
public final class BranchSimplification implements Pass {

    /** Creates the pass. */
    public BranchSimplification() {}

    @Override
    public Function run(Function function) {
        Rewriter rewriter = new Rewriter(function);
        Shortcuts shortcuts = new Shortcuts(function);
        for (Block block : function.blocks()) {
            if (block.terminator() instanceof Jump jump) {
                Way old = Way.of(jump.edge());
                Way way = shortcuts.follow(old);
                if (way != old) {
                    rewriter.jump(block, way);
                }
            } else if (block.terminator() instanceof Branch branch) {
                shorten(rewriter, shortcuts, block, branch);
            }
        }
        if (!rewriter.changed()) {
            // Only now does every edge lead where it did when the predecessors were counted.
            for (Block block : function.blocks()) {
                append(rewriter, block);
            }
        }
        return rewriter.rewrite();
    }

    private static void shorten(
            Rewriter rewriter, Shortcuts shortcuts, Block block, Branch branch) {
        Way oldTrue = Way.of(branch.whenTrue());
        Way oldFalse = Way.of(branch.whenFalse());
        Way whenTrue = shortcuts.follow(oldTrue);
        Way whenFalse = shortcuts.follow(oldFalse);
        boolean changed = whenTrue != oldTrue || whenFalse != oldFalse;
        Value condition = branch.condition();
        for (Value positive = negated(condition); positive != null; positive = negated(condition)) {
            condition = positive;
            Way swapped = whenTrue;
            whenTrue = whenFalse;
            whenFalse = swapped;
            changed = true;
        }
        if (condition instanceof Constant constant) {
            rewriter.jump(block, constant.value() != 0 ? whenTrue : whenFalse);
        } else if (sameWay(whenTrue, whenFalse)) {
            rewriter.jump(block, whenTrue);
        } else if (changed) {
            rewriter.branch(block, condition, whenTrue, whenFalse);
        }
    }

    /** {@return the truth value whose opposite {@code condition} is, or null} */
    private static @Nullable Value negated(Value condition) {
        if (condition instanceof Binary binary
                && binary.operation() == BinaryOperation.XOR
                && Constant.is(binary.right(), 1)) {
            return binary.left();
        }
        if (condition instanceof Compare compare
                && compare.predicate() == Predicate.EQ
                && Constant.is(compare.right(), 0)) {
            Value left = compare.left();
            Value truth = left instanceof Convert convert ? convert.value() : left;
            return truth.type() == Type.I1 ? truth : null;
        }
        return null;
    }

    private static boolean sameWay(Way a, Way b) {
        if (a.target() != b.target()) {
            return false;
        }
        for (int i = 0; i < a.arguments().size(); i++) {
            if (!Identities.same(a.arguments().get(i), b.arguments().get(i))) {
                return false;
            }
        }
        return true;
    }

    private static void append(Rewriter rewriter, Block block) {
        if (block.terminator() instanceof Jump jump
                && jump.edge().target().predecessorCount() == 1) {
            Block target = jump.edge().target();
            for (int i = 0; i < target.parameterCount(); i++) {
                rewriter.replace(target.parameter(i), jump.edge().argument(i));
            }
            rewriter.append(block, target);
        }
    }
}
