package dev.skep.compiler.pass;

import dev.skep.compiler.ir.Block;
import dev.skep.compiler.ir.Function;
import dev.skep.compiler.ir.Operation;
import dev.skep.compiler.ir.Parameter;
import dev.skep.compiler.ir.Terminator;
import dev.skep.compiler.ir.Value;

/**
 * Leaves out what nobody can notice: operations and block parameters that neither an effect nor the
 * way taken depends on. Everything counts as dead until a use is seen, so that what only keeps
 * itself alive round a loop goes too.
 */
public final class DeadCodeElimination implements Pass {

    /** Creates the pass. */
    public DeadCodeElimination() {}

    @Override
    public Function run(Function function) {
        Marker marker = new Marker(function);
        marker.mark();
        Rewriter rewriter = new Rewriter(function);
        for (Block block : function.blocks()) {
            for (int i = 0; block.index() > 0 && i < block.parameterCount(); i++) {
                if (!marker.live[block.parameter(i).id()]) {
                    rewriter.drop(block.parameter(i));
                }
            }
            for (int i = 0; i < block.operationCount(); i++) {
                if (!marker.live[block.operation(i).id()]) {
                    rewriter.drop(block.operation(i));
                }
            }
        }
        return rewriter.rewrite();
    }

    private static final class Marker {
        private final Function function;
        private final boolean[] live;

        /** What is live but whose own needs have not been marked yet. */
        private final Value[] pending;

        private int pendingCount;

        Marker(Function function) {
            this.function = function;
            live = new boolean[function.valueCount()];
            pending = new Value[function.valueCount()];
        }

        void mark() {
            for (Block block : function.blocks()) {
                for (int i = 0; i < block.operationCount(); i++) {
                    if (block.operation(i).hasSideEffect()) {
                        need(block.operation(i));
                    }
                }
                Value operand = block.terminator().operand();
                if (operand != null) {
                    need(operand);
                }
            }
            while (pendingCount > 0) {
                Value value = pending[--pendingCount];
                if (value instanceof Operation operation) {
                    for (int i = 0; i < operation.operandCount(); i++) {
                        need(operation.operand(i));
                    }
                } else if (value instanceof Parameter parameter) {
                    needArguments(parameter);
                }
            }
        }

        private void needArguments(Parameter parameter) {
            Block block = parameter.block();
            for (int p = 0; p < block.predecessorCount(); p++) {
                Terminator terminator = block.predecessor(p).terminator();
                for (int s = 0; s < terminator.successorCount(); s++) {
                    if (terminator.successor(s).target() == block) {
                        need(terminator.successor(s).argument(parameter.index()));
                    }
                }
            }
        }

        private void need(Value value) {
            if (value.id() >= 0 && !live[value.id()]) {
                live[value.id()] = true;
                pending[pendingCount++] = value;
            }
        }
    }
}
