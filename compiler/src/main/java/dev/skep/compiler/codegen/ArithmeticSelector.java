package dev.skep.compiler.codegen;

import dev.skep.bpf.asm.AluOperation;
import dev.skep.bpf.asm.Immediate;
import dev.skep.bpf.asm.Instruction;
import dev.skep.bpf.asm.Width;
import dev.skep.compiler.IsaLevel;
import dev.skep.compiler.ir.Binary;
import dev.skep.compiler.ir.Constant;
import dev.skep.compiler.ir.Convert;
import dev.skep.compiler.ir.Type;
import dev.skep.compiler.ir.Value;

import org.jspecify.annotations.Nullable;

/** Chooses instructions for arithmetic and conversions. */
final class ArithmeticSelector {
    private final Selection selection;

    ArithmeticSelector(Selection selection) {
        this.selection = selection;
    }

    /**
     * Computes {@code operation} into {@code result}, with zeros above its width unless it is
     * loose.
     */
    void binary(Binary operation, int result) {
        Type.Int type = (Type.Int) operation.type();
        boolean narrow = type.bits() < 32 && type != Type.I1;
        boolean masks = narrow && overflows(operation) && !selection.demanded.isLoose(operation);
        int raw = masks ? selection.temporary() : result;
        switch (operation.operation()) {
            case ADD -> commutative(AluOperation.ADD, operation, type, raw);
            case MUL -> multiply(operation, type, raw);
            case AND -> commutative(AluOperation.AND, operation, type, raw);
            case OR -> commutative(AluOperation.OR, operation, type, raw);
            case XOR -> commutative(AluOperation.XOR, operation, type, raw);
            case SUB -> subtract(operation, type, raw);
            case UDIV -> divide(AluOperation.DIV, operation, type, raw);
            case UREM -> divide(AluOperation.MOD, operation, type, raw);
            case SDIV, SREM -> new SignedDivision(selection, this).select(operation, type, raw);
            case SHL -> shift(AluOperation.LSH, operation, type, raw);
            case LSHR -> shift(AluOperation.RSH, operation, type, raw);
            case ASHR -> shift(AluOperation.ARSH, operation, type, raw);
        }
        if (masks) {
            mask(type, result, raw);
        }
    }

    /** {@return whether bits above the width can come out} */
    private boolean overflows(Binary operation) {
        boolean left = selection.demanded.isLoose(operation.left());
        boolean right = selection.demanded.isLoose(operation.right());
        return switch (operation.operation()) {
            case ADD, SUB, MUL, SHL, ASHR, SDIV, SREM -> true;
            case AND -> left && right;
            case OR, XOR -> left || right;
            case UDIV, UREM, LSHR -> false;
        };
    }

    private void commutative(AluOperation operation, Binary binary, Type.Int type, int result) {
        boolean swapped = binary.left() instanceof Constant;
        Value left = swapped ? binary.right() : binary.left();
        Value right = swapped ? binary.left() : binary.right();
        if (right instanceof Constant constant) {
            withNumber(operation, type, result, selection.register(left), constant);
        } else {
            selection.alu(
                    operation,
                    Selection.width(type),
                    result,
                    selection.register(left),
                    selection.register(right));
        }
    }

    /** Computes {@code result = left op number} for an operation that takes any number. */
    private void withNumber(
            AluOperation operation, Type.Int type, int result, int left, Constant number) {
        long value = type == Type.I64 ? number.value() : number.zeroExtended();
        Width width = Selection.width(type);
        if (width == Width.W32 || value == (int) value) {
            selection.alu(operation, width, result, left, new Immediate((int) value));
        } else if (operation == AluOperation.AND && value == 0xffff_ffffL) {
            selection.move(Width.W32, result, left);
        } else if (operation == AluOperation.AND && value >>> 32 == 0) {
            selection.alu(operation, Width.W32, result, left, new Immediate((int) value));
        } else {
            selection.alu(operation, width, result, left, selection.number(value));
        }
    }

    private void subtract(Binary binary, Type.Int type, int result) {
        int left = selection.register(binary.left());
        if (binary.right() instanceof Constant constant) {
            withNumber(AluOperation.ADD, type, result, left, Constant.of(type, -constant.value()));
        } else {
            int right = selection.register(binary.right());
            selection.alu(AluOperation.SUB, Selection.width(type), result, left, right);
        }
    }

    private void multiply(Binary binary, Type.Int type, int result) {
        Constant factor = powerOfTwo(binary.right());
        if (factor == null) {
            commutative(AluOperation.MUL, binary, type, result);
        } else {
            Immediate count = new Immediate(Long.numberOfTrailingZeros(factor.zeroExtended()));
            int left = selection.register(binary.left());
            selection.alu(AluOperation.LSH, Selection.width(type), result, left, count);
        }
    }

    private void divide(AluOperation operation, Binary binary, Type.Int type, int result) {
        int left = selection.register(binary.left());
        Width width = Selection.width(type);
        Constant divisor = binary.right() instanceof Constant constant ? constant : null;
        if (divisor == null) {
            selection.alu(operation, width, result, left, selection.register(binary.right()));
        } else if (divisor.value() == 0) {
            // The verifier refuses an immediate 0.
            selection.move(
                    width, result, operation == AluOperation.DIV ? selection.number(0) : left);
        } else {
            unsignedDivide(operation, width, result, left, divisor.zeroExtended());
        }
    }

    /** Divides by a number that is not 0; what the number has above the width is ignored. */
    void unsignedDivide(AluOperation operation, Width width, int result, int left, long divisor) {
        if (Long.bitCount(divisor) == 1) {
            if (operation == AluOperation.DIV) {
                Immediate count = new Immediate(Long.numberOfTrailingZeros(divisor));
                selection.alu(AluOperation.RSH, width, result, left, count);
            } else {
                Type.Int type = width == Width.W64 ? Type.I64 : Type.I32;
                withNumber(AluOperation.AND, type, result, left, Constant.of(type, divisor - 1));
            }
        } else if (divisor == (int) divisor || width == Width.W32) {
            selection.alu(operation, width, result, left, new Immediate((int) divisor));
        } else {
            selection.alu(operation, width, result, left, selection.number(divisor));
        }
    }

    private void shift(AluOperation operation, Binary binary, Type.Int type, int result) {
        Width width = Selection.width(type);
        int left =
                operation == AluOperation.ARSH && type.bits() < 32
                        ? signExtended(type, binary.left())
                        : selection.register(binary.left());
        if (binary.right() instanceof Constant constant) {
            Immediate count = new Immediate((int) constant.value() & (type.bits() - 1));
            selection.alu(operation, width, result, left, count);
            return;
        }
        int count = selection.register(binary.right());
        if (type.bits() < 32) {
            // The machine masks counts by 31.
            int masked = selection.temporary();
            selection.alu(
                    AluOperation.AND, Width.W32, masked, count, new Immediate(type.bits() - 1));
            count = masked;
        }
        selection.alu(operation, width, result, left, count);
    }

    /** {@return a register with {@code value}, 8 or 16 bits wide, as a signed number of 32 bits} */
    int signExtended(Type.Int type, Value value) {
        int register = selection.register(value);
        Value held = selection.stripped(value);
        if (held.type().equals(type) && selection.demanded.isSigned(held)) {
            return register;
        }
        int result = selection.temporary();
        signExtend(type, Width.W32, result, register);
        return result;
    }

    /** Computes {@code result = value}, of which bits above the type do not matter, as signed. */
    void signExtend(Type.Int from, Width width, int result, int value) {
        if (selection.options.level() == IsaLevel.V4) {
            AluOperation move =
                    switch (from) {
                        case I8 -> AluOperation.MOVSX8;
                        case I16 -> AluOperation.MOVSX16;
                        case I32 -> AluOperation.MOVSX32;
                        case I1, I64 ->
                                throw new IllegalArgumentException("sign extension of " + from);
                    };
            selection.add(
                    new MachineInstruction.Move(selection.position, move, width, result, value));
            return;
        }
        Immediate count = new Immediate((width == Width.W64 ? 64 : 32) - from.bits());
        int shifted = selection.temporary();
        selection.alu(AluOperation.LSH, width, shifted, value, count);
        selection.alu(AluOperation.ARSH, width, result, shifted, count);
    }

    /** Converts where the bits do not stay as they are. */
    void convert(Convert operation, int result) {
        Type.Int target = (Type.Int) operation.target();
        int value = selection.register(operation.value());
        switch (operation.conversion()) {
            case TRUNCATE -> mask(target, result, value);
            case SIGN_EXTEND -> {
                boolean masks = target.bits() < 32 && !selection.demanded.isLoose(operation);
                int raw = masks ? selection.temporary() : result;
                Width width = Selection.width(target);
                Type.Int from = (Type.Int) operation.value().type();
                if (from == Type.I1) {
                    selection.add(
                            new MachineInstruction.Negate(selection.position, width, raw, value));
                } else {
                    signExtend(from, width, raw, value);
                }
                if (masks) {
                    mask(target, result, raw);
                }
            }
            case BYTE_SWAP -> swapBytes(target, result, value);
            case ZERO_EXTEND, REINTERPRET ->
                    throw new IllegalArgumentException(operation + " takes no instruction");
        }
    }

    /**
     * Before {@code -mcpu=v4} there is a conversion to big endian, which on the machines that Skep
     * knows swaps.
     */
    private void swapBytes(Type.Int type, int result, int value) {
        Instruction.ByteSwap.Kind kind =
                selection.options.level() == IsaLevel.V4
                        ? Instruction.ByteSwap.Kind.ALWAYS
                        : Instruction.ByteSwap.Kind.TO_BIG;
        selection.add(
                new MachineInstruction.ByteSwap(
                        selection.position, kind, type.bits(), result, value));
    }

    /** Computes {@code result = value} with zeros above the width of a type. */
    void mask(Type.Int type, int result, int value) {
        if (type == Type.I32) {
            selection.move(Width.W32, result, value);
        } else {
            selection.alu(
                    AluOperation.AND, Width.W32, result, value, new Immediate((int) type.mask()));
        }
    }

    private static @Nullable Constant powerOfTwo(Value value) {
        return value instanceof Constant constant && Long.bitCount(constant.zeroExtended()) == 1
                ? constant
                : null;
    }
}
