package dev.skep.compiler.codegen;

import dev.skep.compiler.ir.AtomicAdd;
import dev.skep.compiler.ir.Binary;
import dev.skep.compiler.ir.BinaryOperation;
import dev.skep.compiler.ir.Block;
import dev.skep.compiler.ir.Call;
import dev.skep.compiler.ir.Compare;
import dev.skep.compiler.ir.Conversion;
import dev.skep.compiler.ir.Convert;
import dev.skep.compiler.ir.Function;
import dev.skep.compiler.ir.Operation;
import dev.skep.compiler.ir.Store;
import dev.skep.compiler.ir.Terminator;
import dev.skep.compiler.ir.Type;
import dev.skep.compiler.ir.Value;

import java.util.List;

/**
 * Finds the integers of less than 64 bits above whose width nobody looks, so that no instruction
 * need be spent on zeros there. A 32-bit instruction reads the lower halves of its registers only;
 * a store of 2 bytes the lowest 2; a sum of bytes that is loose itself may be made of loose ones.
 */
final class LooseValues {

    /** By value: whether a use was found that reads all 64 bits. */
    private final boolean[] strict;

    private LooseValues(int values) {
        strict = new boolean[values];
    }

    /** {@return the loose values of a function} */
    static LooseValues of(Function function) {
        LooseValues result = new LooseValues(function.valueCount());
        List<Block> blocks = function.blocks();
        // Backwards, so that whether a value is loose is known before its operands are looked at.
        for (int b = blocks.size() - 1; b >= 0; b--) {
            result.visit(blocks.get(b));
        }
        return result;
    }

    /** {@return whether the register of {@code value} may hold anything above the value's width} */
    boolean contains(Value value) {
        return value instanceof Operation
                && (value instanceof Binary || value instanceof Call || value instanceof Convert)
                && !strict[value.id()]
                && isNarrow(value.type());
    }

    private void visit(Block block) {
        Terminator terminator = block.terminator();
        Value operand = terminator.operand();
        if (operand != null) {
            needAll(operand);
        }
        for (int s = 0; s < terminator.successorCount(); s++) {
            for (int a = 0; a < terminator.successor(s).argumentCount(); a++) {
                needAll(terminator.successor(s).argument(a));
            }
        }
        for (int i = block.operationCount() - 1; i >= 0; i--) {
            Operation operation = block.operation(i);
            for (int o = 0; o < operation.operandCount(); o++) {
                if (!readsLowBitsOnly(operation, o)) {
                    needAll(operation.operand(o));
                }
            }
        }
    }

    private void needAll(Value value) {
        if (value.id() >= 0) {
            strict[value.id()] = true;
        }
    }

    /** {@return whether an operation reads no more of an operand than its width} */
    private static boolean readsLowBitsOnly(Operation user, int operand) {
        if (user instanceof Store || user instanceof AtomicAdd) {
            return operand == 1;
        }
        if (user instanceof Convert convert) {
            return convert.conversion() != Conversion.ZERO_EXTEND;
        }
        if (user instanceof Compare compare) {
            // Bytes and halves are compared as signed numbers after a sign extension.
            return compare.left().type() == Type.I32 || compare.predicate().isSigned();
        }
        return user instanceof Binary binary
                && readsLowBitsOnly(binary.operation(), user.type(), operand);
    }

    private static boolean readsLowBitsOnly(BinaryOperation operation, Type type, int operand) {
        return switch (operation) {
            case ADD, SUB, MUL, AND, OR, XOR, SHL, ASHR -> true;
            case LSHR -> type == Type.I32 || operand == 1;
            // Before Linux 5.11 the test for a divisor of 0 read all 64 bits.
            case UDIV, UREM, SDIV, SREM -> false;
        };
    }

    private static boolean isNarrow(Type type) {
        return type == Type.I8 || type == Type.I16 || type == Type.I32;
    }
}
