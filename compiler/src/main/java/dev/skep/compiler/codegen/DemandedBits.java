package dev.skep.compiler.codegen;

import dev.skep.compiler.IsaLevel;
import dev.skep.compiler.ir.AtomicAdd;
import dev.skep.compiler.ir.Binary;
import dev.skep.compiler.ir.BinaryOperation;
import dev.skep.compiler.ir.Block;
import dev.skep.compiler.ir.Call;
import dev.skep.compiler.ir.Compare;
import dev.skep.compiler.ir.Constant;
import dev.skep.compiler.ir.Conversion;
import dev.skep.compiler.ir.Convert;
import dev.skep.compiler.ir.Function;
import dev.skep.compiler.ir.Load;
import dev.skep.compiler.ir.Operation;
import dev.skep.compiler.ir.Store;
import dev.skep.compiler.ir.Terminator;
import dev.skep.compiler.ir.Type;
import dev.skep.compiler.ir.Value;

import java.util.List;

/**
 * Which bits of a value's register anyone looks at. An integer of less than 64 bits above whose
 * width nobody looks is <em>loose</em>: no instruction need be spent on zeros there. A 32-bit
 * instruction reads the lower halves of its registers only, a store of 2 bytes the lowest 2, a sum
 * of which one byte is wanted only that byte.
 *
 * <p>A load whose value is wanted as a signed number, and of which nobody looks for zeros above, is
 * <em>signed</em> where there are loads ({@code -mcpu=v4}) that put copies of the sign there.
 */
final class DemandedBits {
    private static final long ALL = -1L;
    private static final long LOW_HALF = 0xffff_ffffL;

    /** By value. */
    private final long[] demanded;

    /** By value: whether somebody wants copies of the sign above its width. */
    private final boolean[] wantedSigned;

    private final boolean loadsSigned;

    private DemandedBits(int values, boolean loadsSigned) {
        demanded = new long[values];
        wantedSigned = new boolean[values];
        this.loadsSigned = loadsSigned;
    }

    /** {@return the demanded bits of a function} */
    static DemandedBits of(Function function, IsaLevel level) {
        DemandedBits result = new DemandedBits(function.valueCount(), level == IsaLevel.V4);
        List<Block> blocks = function.blocks();
        // Backwards, so that what is demanded of a value is known before its operands are looked
        // at.
        for (int b = blocks.size() - 1; b >= 0; b--) {
            result.visit(blocks.get(b));
        }
        return result;
    }

    /** {@return whether the register of {@code value} may hold anything above the value's width} */
    boolean isLoose(Value value) {
        return (value instanceof Binary || value instanceof Call || value instanceof Convert)
                ? areLowBitsEnough(value)
                : isSigned(value);
    }

    /** {@return whether {@code value} is loaded with copies of its sign above its width} */
    boolean isSigned(Value value) {
        return loadsSigned
                && value instanceof Load
                && wantedSigned[value.id()]
                && areLowBitsEnough(value);
    }

    private boolean areLowBitsEnough(Value value) {
        return value.type() instanceof Type.Int type
                && type != Type.I1
                && type != Type.I64
                && (demanded[value.id()] & ~type.mask()) == 0;
    }

    private void visit(Block block) {
        Terminator terminator = block.terminator();
        Value operand = terminator.operand();
        if (operand != null) {
            demand(operand, ALL);
        }
        for (int s = 0; s < terminator.successorCount(); s++) {
            for (int a = 0; a < terminator.successor(s).argumentCount(); a++) {
                // What a block demands of its parameters is not known yet where it jumps back.
                demand(terminator.successor(s).argument(a), ALL);
            }
        }
        for (int i = block.operationCount() - 1; i >= 0; i--) {
            Operation operation = block.operation(i);
            for (int o = 0; o < operation.operandCount(); o++) {
                demand(operation.operand(o), bits(operation, o));
                if (loadsSigned && operation.operand(o) instanceof Load load) {
                    wantedSigned[load.id()] |= wantsSign(operation, o);
                }
            }
        }
    }

    private void demand(Value value, long bits) {
        if (value.id() >= 0) {
            demanded[value.id()] |= bits;
        }
    }

    /** {@return whether an operation would extend the sign of an operand itself} */
    private boolean wantsSign(Operation user, int operand) {
        if (user instanceof Convert convert) {
            return convert.conversion() == Conversion.SIGN_EXTEND
                    && (convert.target() == Type.I64 || isLoose(convert));
        }
        if (!(user.operand(operand).type() instanceof Type.Int type)
                || type.bits() >= Integer.SIZE) {
            return false;
        }
        return user instanceof Compare compare
                ? compare.predicate().isSigned()
                : user instanceof Binary binary && wantsSign(binary.operation(), operand);
    }

    private static boolean wantsSign(BinaryOperation user, int operand) {
        return switch (user) {
            case SDIV, SREM -> true;
            case ASHR -> operand == 0;
            case ADD, SUB, MUL, UDIV, UREM, AND, OR, XOR, SHL, LSHR -> false;
        };
    }

    /** {@return the bits that an operation reads of the register of an operand} */
    private long bits(Operation user, int operand) {
        if (user instanceof Binary binary) {
            return bits(binary, operand);
        }
        Type type = user.operand(operand).type();
        if (user instanceof Store || user instanceof AtomicAdd) {
            return operand == 1 ? mask(type) : ALL;
        }
        if (user instanceof Compare compare) {
            // Bytes and halves are compared as signed numbers after a sign extension.
            return type == Type.I32 || (compare.predicate().isSigned() && type != Type.I1)
                    ? mask(type)
                    : ALL;
        }
        if (user instanceof Convert convert) {
            return switch (convert.conversion()) {
                case TRUNCATE -> mask(convert.target());
                // The same register, or one whose sign bit is spread.
                case ZERO_EXTEND, REINTERPRET -> demanded[user.id()];
                case SIGN_EXTEND -> type == Type.I1 ? ALL : mask(type);
                case BYTE_SWAP -> mask(type);
            };
        }
        return ALL;
    }

    private long bits(Binary user, int operand) {
        Type.Int type = (Type.Int) user.type();
        if (type == Type.I1) {
            return ALL;
        }
        // Bits above the width are masked away behind the operation if anyone looks at them.
        long wanted = demanded[user.id()] & type.mask();
        return switch (user.operation()) {
            case ADD, SUB, MUL -> upTo(wanted);
            case OR, XOR -> wanted;
            case AND ->
                    user.operand(1 - operand) instanceof Constant c
                            ? wanted & c.zeroExtended()
                            : wanted;
            case SHL -> operand == 0 ? upTo(wanted) : count(type);
            case ASHR -> operand == 0 ? type.mask() : count(type);
            case LSHR -> operand == 0 ? (type == Type.I32 ? LOW_HALF : ALL) : count(type);
            // Before Linux 5.11 the test for a divisor of 0 read all 64 bits.
            case UDIV, UREM -> ALL;
            // Bytes and halves are divided as signed numbers of 32 bits.
            case SDIV, SREM -> type.bits() < Integer.SIZE ? type.mask() : ALL;
        };
    }

    /**
     * {@return the bits read of a count; where the machine would do the masking, verifiers want to
     * know it}
     */
    private static long count(Type.Int type) {
        return type.bits() < 32 ? type.bits() - 1 : ALL;
    }

    /** {@return all bits up to the highest wanted one, on which each may carry} */
    private static long upTo(long wanted) {
        return wanted == 0 ? 0 : ALL >>> Long.numberOfLeadingZeros(wanted);
    }

    private static long mask(Type type) {
        return type instanceof Type.Int integer ? integer.mask() : ALL;
    }
}
