package dev.skep.compiler.codegen;

import dev.skep.bpf.asm.AluOperation;
import dev.skep.bpf.asm.Immediate;
import dev.skep.bpf.asm.Width;
import dev.skep.compiler.IsaLevel;
import dev.skep.compiler.ir.Binary;
import dev.skep.compiler.ir.BinaryOperation;
import dev.skep.compiler.ir.Constant;
import dev.skep.compiler.ir.Type;
import dev.skep.compiler.ir.Value;

/**
 * Chooses instructions for signed division, which the machine has from {@code -mcpu=v4} only, and
 * which before Linux 6.12 stops the machine where the least number is divided by -1. Where that may
 * happen, magnitudes are divided and the sign is put on afterwards, without a branch: with {@code
 * s} all ones for a negative number and zero else, {@code (x ^ s) - s} is {@code -x} or {@code x}.
 */
final class SignedDivision {
    private final Selection selection;
    private final ArithmeticSelector arithmetic;

    SignedDivision(Selection selection, ArithmeticSelector arithmetic) {
        this.selection = selection;
        this.arithmetic = arithmetic;
    }

    /**
     * Computes a quotient or remainder; above a width of less than 32 bits there may be copies of
     * the sign.
     */
    void select(Binary operation, Type.Int type, int result) {
        boolean remainder = operation.operation() == BinaryOperation.SREM;
        Width width = Selection.width(type);
        int left = extended(type, operation.left());
        if (!(operation.right() instanceof Constant divisor)) {
            int right = extended(type, operation.right());
            if (isSafe(type)) {
                selection.alu(signed(remainder), width, result, left, right);
            } else {
                byRegister(remainder, width, result, left, right);
            }
        } else if (divisor.value() == 0) {
            selection.move(width, result, remainder ? left : selection.number(0));
        } else if (isPowerOfTwo(divisor.value())) {
            byPowerOfTwo(remainder, width, result, left, divisor.value());
        } else if (selection.options.level() == IsaLevel.V4 && divisor.value() != -1) {
            AluOperation division = signed(remainder);
            if (divisor.value() == (int) divisor.value()) {
                Immediate number = new Immediate((int) divisor.value());
                selection.alu(division, width, result, left, number);
            } else {
                int number = selection.number(divisor.value());
                selection.alu(division, width, result, left, number);
            }
        } else {
            byNumber(remainder, width, result, left, divisor.value());
        }
    }

    /** {@return whether the machine divides numbers of a type, whatever they are} */
    private boolean isSafe(Type.Int type) {
        // Bytes and halves are divided as 32 bits, of which they are never the least number.
        return selection.options.level() == IsaLevel.V4
                && (selection.options.safeDivision() || type.bits() < Integer.SIZE);
    }

    private static AluOperation signed(boolean remainder) {
        return remainder ? AluOperation.SMOD : AluOperation.SDIV;
    }

    private static boolean isPowerOfTwo(long divisor) {
        return divisor > 1 && Long.bitCount(divisor) == 1;
    }

    /**
     * Shifts, which takes a tenth of the time of a division. A shift rounds down, so negative
     * numbers get as much added before as makes that rounding to 0: all bits that are shifted out.
     */
    private void byPowerOfTwo(boolean remainder, Width width, int result, int left, long divisor) {
        int bits = Long.numberOfTrailingZeros(divisor);
        int least = selection.temporary();
        Immediate rest = new Immediate((width == Width.W64 ? Long.SIZE : Integer.SIZE) - bits);
        selection.alu(AluOperation.RSH, width, least, sign(width, left), rest);
        int moved = selection.temporary();
        selection.alu(AluOperation.ADD, width, moved, left, least);
        if (remainder) {
            int masked = selection.temporary();
            arithmetic.unsignedDivide(AluOperation.MOD, width, masked, moved, divisor);
            selection.alu(AluOperation.SUB, width, result, masked, least);
        } else {
            selection.alu(AluOperation.ARSH, width, result, moved, new Immediate(bits));
        }
    }

    private void byRegister(boolean remainder, Width width, int result, int left, int right) {
        int leftSign = sign(width, left);
        int rightSign = sign(width, right);
        int dividend = applied(width, left, leftSign);
        int divisor = applied(width, right, rightSign);
        int magnitude = selection.temporary();
        if (remainder) {
            selection.alu(AluOperation.MOD, width, magnitude, dividend, divisor);
            apply(width, result, magnitude, leftSign);
        } else {
            selection.alu(AluOperation.DIV, width, magnitude, dividend, divisor);
            int sign = selection.temporary();
            selection.alu(AluOperation.XOR, width, sign, leftSign, rightSign);
            apply(width, result, magnitude, sign);
        }
    }

    private void byNumber(boolean remainder, Width width, int result, int left, long divisor) {
        int sign = sign(width, left);
        int dividend = applied(width, left, sign);
        int magnitude = selection.temporary();
        AluOperation operation = remainder ? AluOperation.MOD : AluOperation.DIV;
        // The least number is its own magnitude, read as unsigned.
        long bits = width == Width.W64 ? Math.abs(divisor) : Math.abs(divisor) & 0xffff_ffffL;
        arithmetic.unsignedDivide(operation, width, magnitude, dividend, bits);
        if (divisor > 0 || remainder) {
            apply(width, result, magnitude, sign);
        } else {
            int quotient = selection.temporary();
            apply(width, quotient, magnitude, sign);
            selection.add(
                    new MachineInstruction.Negate(selection.position, width, result, quotient));
        }
    }

    private int extended(Type.Int type, Value value) {
        return type.bits() < 32 ? arithmetic.signExtended(type, value) : selection.register(value);
    }

    private int sign(Width width, int value) {
        int sign = selection.temporary();
        Immediate count = new Immediate(width == Width.W64 ? 63 : 31);
        selection.alu(AluOperation.ARSH, width, sign, value, count);
        return sign;
    }

    private int applied(Width width, int value, int sign) {
        int result = selection.temporary();
        apply(width, result, value, sign);
        return result;
    }

    private void apply(Width width, int result, int value, int sign) {
        int flipped = selection.temporary();
        selection.alu(AluOperation.XOR, width, flipped, value, sign);
        selection.alu(AluOperation.SUB, width, result, flipped, sign);
    }
}
