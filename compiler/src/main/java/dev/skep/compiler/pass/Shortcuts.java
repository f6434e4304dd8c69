package dev.skep.compiler.pass;

import dev.skep.compiler.ir.Block;
import dev.skep.compiler.ir.Branch;
import dev.skep.compiler.ir.Constant;
import dev.skep.compiler.ir.Edge;
import dev.skep.compiler.ir.Function;
import dev.skep.compiler.ir.Jump;
import dev.skep.compiler.ir.Operation;
import dev.skep.compiler.ir.Parameter;
import dev.skep.compiler.ir.Terminator;
import dev.skep.compiler.ir.Value;
import dev.skep.compiler.pass.Rewriter.Way;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * Finds where ways lead round blocks that do nothing for them. Such a block only passes values on,
 * or decides by them where to go; and what it is given by this way is enough to say what it does.
 */
final class Shortcuts {

    /** More than this in a block is not looked into; conditions take one or two operations. */
    private static final int MAX_OPERATIONS = 4;

    private final Function function;

    /** By value: the number of its block. */
    private final int[] blockOf;

    /**
     * By block: whether it must be passed, for its effects or because another block uses what it
     * defines.
     */
    private final boolean[] needed;

    Shortcuts(Function function) {
        this.function = function;
        blockOf = new int[function.valueCount()];
        needed = new boolean[function.blocks().size()];
        for (Block block : function.blocks()) {
            noteDefinitions(block);
        }
        for (Block block : function.blocks()) {
            noteUses(block);
        }
    }

    private void noteDefinitions(Block block) {
        for (int i = 0; i < block.parameterCount(); i++) {
            blockOf[block.parameter(i).id()] = block.index();
        }
        needed[block.index()] = block.operationCount() > MAX_OPERATIONS;
        for (int i = 0; i < block.operationCount(); i++) {
            blockOf[block.operation(i).id()] = block.index();
            needed[block.index()] |= block.operation(i).hasSideEffect();
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
        if (value.id() >= 0 && blockOf[value.id()] != user.index()) {
            needed[blockOf[value.id()]] = true;
        }
    }

    /** {@return where a way leads in the end; {@code way} itself if it can't be shortened} */
    Way follow(Way way) {
        Way result = way;
        // As many steps as there are blocks: blocks that do nothing can form a loop.
        for (int i = 0; i < function.blocks().size(); i++) {
            Block block = result.target();
            Way next = needed[block.index()] ? null : onwards(block, result.arguments());
            if (next == null || next.target() == block) {
                break;
            }
            result = next;
        }
        return result;
    }

    /**
     * {@return how a block that gets {@code arguments} goes on, or null if that takes running it}
     */
    private @Nullable Way onwards(Block block, List<Value> arguments) {
        Visit visit = new Visit(block, arguments);
        Terminator terminator = block.terminator();
        if (terminator instanceof Jump jump) {
            return visit.leave(jump.edge());
        }
        if (terminator instanceof Branch branch) {
            Constant condition = visit.constant(branch.condition());
            if (condition != null) {
                return visit.leave(condition.value() != 0 ? branch.whenTrue() : branch.whenFalse());
            }
        }
        return null;
    }

    /** What is known in a block on one way through it. */
    private final class Visit implements ConstantFolder.Knowledge {
        private final Block block;
        private final List<Value> arguments;

        /** By place in the block: what the operation gives, null if that is not known. */
        private final @Nullable Constant[] results;

        Visit(Block block, List<Value> arguments) {
            this.block = block;
            this.arguments = arguments;
            results = new Constant[block.operationCount()];
            ConstantFolder folder = new ConstantFolder(this);
            for (int i = 0; i < results.length; i++) {
                results[i] = block.operation(i).accept(folder);
            }
        }

        @Override
        public @Nullable Constant constant(Value value) {
            return passed(value) instanceof Constant constant ? constant : null;
        }

        /** {@return what a value is on this way outside the block, null if it is not} */
        private @Nullable Value passed(Value value) {
            if (value.id() < 0 || blockOf[value.id()] != block.index()) {
                return value;
            }
            if (value instanceof Parameter parameter) {
                return arguments.get(parameter.index());
            }
            for (int i = 0; i < results.length; i++) {
                if (block.operation(i) == value) {
                    return results[i];
                }
            }
            return null;
        }

        /**
         * {@return the way out of the block along an edge, null if that passes something that is
         * not known}
         */
        private @Nullable Way leave(Edge edge) {
            List<Value> values = new ArrayList<>(edge.argumentCount());
            for (int i = 0; i < edge.argumentCount(); i++) {
                Value value = passed(edge.argument(i));
                if (value == null) {
                    return null;
                }
                values.add(value);
            }
            return new Way(edge.target(), values);
        }
    }
}
