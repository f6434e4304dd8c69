package dev.skep.compiler.pass;

import dev.skep.compiler.ir.Block;
import dev.skep.compiler.ir.Branch;
import dev.skep.compiler.ir.Constant;
import dev.skep.compiler.ir.Edge;
import dev.skep.compiler.ir.Function;
import dev.skep.compiler.ir.Operation;
import dev.skep.compiler.ir.Parameter;
import dev.skep.compiler.ir.Terminator;
import dev.skep.compiler.ir.Value;

import org.jspecify.annotations.Nullable;

/**
 * Replaces what always has the same value by that value, and decides branches on it. After Wegman
 * and Zadeck, "Constant Propagation with Conditional Branches": it believes that nothing is reached
 * and everything constant until it sees otherwise, and so finds constants that go round in loops,
 * and blocks that only constants keep from being reached.
 *
 * <p>Instead of work lists it walks all blocks in order until nothing changes: programs are small,
 * and what is found rarely flows backwards.
 */
public final class ConstantPropagation implements Pass {

    /** Creates the pass. */
    public ConstantPropagation() {}

    @Override
    public Function run(Function function) {
        Solver solver = new Solver(function);
        solver.solve();
        return solver.apply();
    }

    private static final class Solver {
        private final Function function;
        private final ConstantFolder folder = new ConstantFolder(this::constant);

        /**
         * By value: what it is, as far as is known; null if nothing has been seen or {@link
         * #varies}.
         */
        private final @Nullable Constant[] constants;

        private final boolean[] varies;
        private final boolean[] reached;
        private boolean changed;

        Solver(Function function) {
            this.function = function;
            constants = new Constant[function.valueCount()];
            varies = new boolean[function.valueCount()];
            reached = new boolean[function.blocks().size()];
        }

        void solve() {
            Block entry = function.entry();
            reached[0] = true;
            for (int i = 0; i < entry.parameterCount(); i++) {
                varies[entry.parameter(i).id()] = true;
            }
            do {
                changed = false;
                for (Block block : function.blocks()) {
                    if (reached[block.index()]) {
                        visit(block);
                    }
                }
            } while (changed);
        }

        private void visit(Block block) {
            for (int i = 0; i < block.operationCount(); i++) {
                Operation operation = block.operation(i);
                if (!varies[operation.id()] && !waits(operation)) {
                    meet(operation, operation.accept(folder));
                }
            }
            Terminator terminator = block.terminator();
            if (!(terminator instanceof Branch branch)) {
                for (int s = 0; s < terminator.successorCount(); s++) {
                    follow(terminator.successor(s));
                }
            } else if (varies(branch.condition())) {
                follow(branch.whenTrue());
                follow(branch.whenFalse());
            } else {
                Constant condition = constant(branch.condition());
                if (condition != null) {
                    follow(condition.value() != 0 ? branch.whenTrue() : branch.whenFalse());
                }
            }
        }

        private void follow(Edge edge) {
            Block target = edge.target();
            if (!reached[target.index()]) {
                reached[target.index()] = true;
                changed = true;
            }
            for (int i = 0; i < edge.argumentCount(); i++) {
                Value argument = edge.argument(i);
                Parameter parameter = target.parameter(i);
                if (!varies[parameter.id()] && (varies(argument) || constant(argument) != null)) {
                    meet(parameter, constant(argument));
                }
            }
        }

        /** Notes that a value may be {@code seen}, or anything if that is null. */
        private void meet(Value value, @Nullable Constant seen) {
            Constant known = constants[value.id()];
            if (seen == null || (known != null && known.value() != seen.value())) {
                varies[value.id()] = true;
                constants[value.id()] = null;
                changed = true;
            } else if (known == null) {
                constants[value.id()] = seen;
                changed = true;
            }
        }

        /** {@return whether nothing is known yet of what an operation takes} */
        private boolean waits(Operation operation) {
            for (int i = 0; i < operation.operandCount(); i++) {
                Value operand = operation.operand(i);
                if (!varies(operand) && constant(operand) == null) {
                    return true;
                }
            }
            return false;
        }

        private boolean varies(Value value) {
            return value.id() >= 0 && varies[value.id()];
        }

        private @Nullable Constant constant(Value value) {
            return value instanceof Constant constant ? constant : constants[value.id()];
        }

        private Function apply() {
            Rewriter rewriter = new Rewriter(function);
            for (Block block : function.blocks()) {
                for (int i = 0; i < block.parameterCount(); i++) {
                    replace(rewriter, block.parameter(i));
                }
                for (int i = 0; i < block.operationCount(); i++) {
                    replace(rewriter, block.operation(i));
                }
                if (reached[block.index()] && block.terminator() instanceof Branch branch) {
                    Constant condition = constant(branch.condition());
                    if (condition != null) {
                        Edge taken =
                                condition.value() != 0 ? branch.whenTrue() : branch.whenFalse();
                        rewriter.jump(block, Rewriter.Way.of(taken));
                    }
                }
            }
            return rewriter.rewrite();
        }

        private void replace(Rewriter rewriter, Value value) {
            Constant constant = constants[value.id()];
            if (constant != null) {
                rewriter.replace(value, constant);
            }
        }
    }
}
