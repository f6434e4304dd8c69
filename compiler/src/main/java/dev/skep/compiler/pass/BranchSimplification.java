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
import dev.skep.compiler.ir.Operation;
import dev.skep.compiler.ir.Parameter;
import dev.skep.compiler.ir.Predicate;
import dev.skep.compiler.ir.Terminator;
import dev.skep.compiler.ir.Type;
import dev.skep.compiler.ir.Value;
import dev.skep.compiler.pass.Rewriter.Way;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * Shortens ways: a branch on what is known, or with both ways the same, becomes a jump; a branch on
 * a negation swaps its ways; a way through an empty block goes where that block goes; a block that
 * is entered from one place only, by a jump, is appended to that place.
 */
public final class BranchSimplification implements Pass {

    /** Creates the pass. */
    public BranchSimplification() {}

    @Override
    public Function run(Function function) {
        Simplifier simplifier = new Simplifier(function);
        for (Block block : function.blocks()) {
            simplifier.shorten(block);
        }
        if (!simplifier.rewriter.changed()) {
            // Only now does every edge lead where it did when the predecessors were counted.
            for (Block block : function.blocks()) {
                simplifier.append(block);
            }
        }
        return simplifier.rewriter.rewrite();
    }

    private static final class Simplifier {
        private final Rewriter rewriter;
        private final int blockCount;

        /**
         * By block: whether another block uses one of its parameters, so that no way may lead round
         * it.
         */
        private final boolean[] escapes;

        Simplifier(Function function) {
            rewriter = new Rewriter(function);
            blockCount = function.blocks().size();
            escapes = new boolean[blockCount];
            for (Block block : function.blocks()) {
                noteUses(block);
            }
        }

        private void noteUses(Block block) {
            for (int i = 0; i < block.operationCount(); i++) {
                Operation operation = block.operation(i);
                for (int o = 0; o < operation.operandCount(); o++) {
                    noteUse(block, operation.operand(o));
                }
            }
            Terminator terminator = block.terminator();
            Value operand = terminator.operand();
            if (operand != null) {
                noteUse(block, operand);
            }
            for (int s = 0; s < terminator.successorCount(); s++) {
                for (int a = 0; a < terminator.successor(s).argumentCount(); a++) {
                    noteUse(block, terminator.successor(s).argument(a));
                }
            }
        }

        private void noteUse(Block user, Value value) {
            if (value instanceof Parameter parameter && parameter.block() != user) {
                escapes[parameter.block().index()] = true;
            }
        }

        void shorten(Block block) {
            if (block.terminator() instanceof Jump jump) {
                Way old = Way.of(jump.edge());
                Way way = throughEmpty(old);
                if (way != old) {
                    rewriter.jump(block, way);
                }
            } else if (block.terminator() instanceof Branch branch) {
                shorten(block, branch);
            }
        }

        private void shorten(Block block, Branch branch) {
            Way oldTrue = Way.of(branch.whenTrue());
            Way oldFalse = Way.of(branch.whenFalse());
            Way whenTrue = throughEmpty(oldTrue);
            Way whenFalse = throughEmpty(oldFalse);
            Value condition = branch.condition();
            for (Value positive = negated(condition);
                    positive != null;
                    positive = negated(condition)) {
                condition = positive;
                Way swapped = whenTrue;
                whenTrue = whenFalse;
                whenFalse = swapped;
            }
            if (condition instanceof Constant constant) {
                rewriter.jump(block, constant.value() != 0 ? whenTrue : whenFalse);
            } else if (sameWay(whenTrue, whenFalse)) {
                rewriter.jump(block, whenTrue);
            } else if (condition != branch.condition()
                    || whenTrue != oldTrue
                    || whenFalse != oldFalse) {
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

        /** {@return where a way leads in the end; {@code way} itself if it can't be shortened} */
        private Way throughEmpty(Way way) {
            Way result = way;
            // As many steps as there are blocks: empty blocks can form a loop.
            for (int i = 0; i < blockCount; i++) {
                Block block = result.target();
                if (block.operationCount() > 0 || escapes[block.index()]) {
                    break;
                }
                Way next = onlyWay(block, result.arguments());
                if (next == null || next.target() == block) {
                    break;
                }
                result = next;
            }
            return result;
        }

        /**
         * {@return how an empty block that gets {@code arguments} goes on, or null if that is not
         * known}
         */
        private static @Nullable Way onlyWay(Block block, List<Value> arguments) {
            Terminator terminator = block.terminator();
            Way next;
            if (terminator instanceof Jump jump) {
                next = Way.of(jump.edge());
            } else if (terminator instanceof Branch branch
                    && passed(block, arguments, branch.condition()) instanceof Constant condition) {
                next = Way.of(condition.value() != 0 ? branch.whenTrue() : branch.whenFalse());
            } else {
                return null;
            }
            List<Value> values = new ArrayList<>(next.arguments().size());
            for (Value argument : next.arguments()) {
                values.add(passed(block, arguments, argument));
            }
            return new Way(next.target(), values);
        }

        /** {@return what {@code value} is in a block that gets {@code arguments}} */
        private static Value passed(Block block, List<Value> arguments, Value value) {
            return value instanceof Parameter parameter && parameter.block() == block
                    ? arguments.get(parameter.index())
                    : value;
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

        void append(Block block) {
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
}
