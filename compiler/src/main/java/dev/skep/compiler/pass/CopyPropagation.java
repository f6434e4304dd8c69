package dev.skep.compiler.pass;

import dev.skep.compiler.ir.Block;
import dev.skep.compiler.ir.Function;
import dev.skep.compiler.ir.Operation;
import dev.skep.compiler.ir.Parameter;
import dev.skep.compiler.ir.Terminator;
import dev.skep.compiler.ir.Value;

import org.jspecify.annotations.Nullable;

/**
 * Replaces what is always equal to another value by that value: a parameter that gets the same
 * value from everywhere, and operations that give one of their operands back, such as {@code x +
 * 0}.
 */
public final class CopyPropagation implements Pass {

    /** Creates the pass. */
    public CopyPropagation() {}

    @Override
    public Function run(Function function) {
        Rewriter rewriter = new Rewriter(function);
        Identities identities = new Identities(rewriter);
        // One copy found can make another; those against the order of the blocks are found in the
        // next round.
        boolean found = true;
        while (found) {
            found = false;
            for (Block block : function.blocks()) {
                for (int i = 0; block.index() > 0 && i < block.parameterCount(); i++) {
                    Parameter parameter = block.parameter(i);
                    found |= replace(rewriter, parameter, onlyArgument(rewriter, parameter));
                }
                for (int i = 0; i < block.operationCount(); i++) {
                    Operation operation = block.operation(i);
                    found |= replace(rewriter, operation, operation.accept(identities));
                }
            }
        }
        return rewriter.rewrite();
    }

    private static boolean replace(Rewriter rewriter, Value value, @Nullable Value original) {
        if (original == null || rewriter.resolve(value) != value) {
            return false;
        }
        rewriter.replace(value, original);
        return true;
    }

    /** {@return the one value that every edge passes, itself apart; null if they differ} */
    private static @Nullable Value onlyArgument(Rewriter rewriter, Parameter parameter) {
        Value only = null;
        Block block = parameter.block();
        for (int p = 0; p < block.predecessorCount(); p++) {
            Terminator terminator = block.predecessor(p).terminator();
            for (int s = 0; s < terminator.successorCount(); s++) {
                if (terminator.successor(s).target() == block) {
                    Value argument =
                            rewriter.resolve(terminator.successor(s).argument(parameter.index()));
                    if (argument != parameter && only != null && !Identities.same(argument, only)) {
                        return null;
                    }
                    only = argument == parameter ? only : argument;
                }
            }
        }
        return only;
    }
}
