package dev.skep.trace.lower;

import dev.skep.compiler.ir.BinaryOperation;
import dev.skep.compiler.ir.Constant;
import dev.skep.compiler.ir.Type;
import dev.skep.compiler.ir.Value;
import dev.skep.trace.check.ScriptType;
import dev.skep.trace.schema.EventFormat;
import dev.skep.trace.syntax.BinaryOperator;
import dev.skep.trace.syntax.Span;

/**
 * Arithmetic at run time: on 64 bits, wrapping around. Division and remainder are unsigned, and a
 * divisor of 0 gives 1 and a warning; shifting right fills with zeros.
 */
final class Arithmetic {
    private static final String DIVISION_BY_ZERO =
            "Divide or modulo by 0 detected. This can lead to unexpected results. 1 is being used"
                    + " as the result.";

    private final Program program;

    Arithmetic(Program program) {
        this.program = program;
    }

    /**
     * {@return what an operator that is no comparison makes of two values of 64 bits}
     *
     * @param span the whole expression, for the warning
     */
    Value apply(BinaryOperator operator, Value left, Value right, Span span) {
        return switch (operator) {
            case ADD -> binary(BinaryOperation.ADD, left, right);
            case SUBTRACT -> binary(BinaryOperation.SUB, left, right);
            case MULTIPLY -> binary(BinaryOperation.MUL, left, right);
            case DIVIDE -> divide(BinaryOperation.UDIV, left, right, span);
            case MODULO -> divide(BinaryOperation.UREM, left, right, span);
            case AND -> binary(BinaryOperation.AND, left, right);
            case OR -> binary(BinaryOperation.OR, left, right);
            case XOR -> binary(BinaryOperation.XOR, left, right);
            case SHIFT_LEFT -> binary(BinaryOperation.SHL, left, right);
            case SHIFT_RIGHT -> binary(BinaryOperation.LSHR, left, right);
            case LOGICAL_OR,
                    LOGICAL_AND,
                    EQUAL,
                    NOT_EQUAL,
                    LESS,
                    GREATER,
                    LESS_OR_EQUAL,
                    GREATER_OR_EQUAL ->
                    throw new IllegalArgumentException(operator.text() + " is a condition");
        };
    }

    /** {@return by how many bytes a pointer or integer of that type moves when 1 is added} */
    static int step(ScriptType type) {
        return type instanceof ScriptType.Pointer(var _, ScriptType pointee)
                ? Math.max(pointee.size(), 1)
                : 1;
    }

    /** {@return an offset, counted in what a pointer of that type points to, in bytes} */
    Value scaled(Value offset, ScriptType pointer) {
        int step = step(pointer);
        return step == 1 || !(pointer instanceof ScriptType.Pointer(var _, ScriptType pointee))
                ? offset
                : binary(BinaryOperation.MUL, offset, program.kernelFacts.size(pointee));
    }

    /** {@return the bytes of a number in the other order: {@code bswap(n)}} */
    Value swapBytes(Value value, int size) {
        Type.Int type = Program.bits(size);
        Value number = type == Type.I64 ? value : program.code.truncate(value, type);
        Value swapped = size == 1 ? number : program.code.byteSwap(number);
        return type == Type.I64 ? swapped : program.code.zeroExtend(swapped, Type.I64);
    }

    private Value divide(BinaryOperation operation, Value left, Value right, Span span) {
        if (right instanceof Constant divisor && divisor.value() != 0) {
            return binary(operation, left, right);
        }
        Fork fork = Fork.on(program, program.isNotZero(right));
        Value quotient = binary(operation, left, right);
        fork.otherwise();
        program.events.runtimeError(
                new EventFormat.RuntimeError(DIVISION_BY_ZERO, null, span), program.integer(0));
        return fork.joinValue(quotient, program.integer(1));
    }

    private Value binary(BinaryOperation operation, Value left, Value right) {
        return program.code.binary(operation, left, right);
    }
}
