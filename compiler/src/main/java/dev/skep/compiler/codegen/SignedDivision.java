package dev.skep.compiler.codegen;

import dev.skep.bpf.asm.AluOperation;
import dev.skep.bpf.asm.Immediate;
import dev.skep.bpf.asm.Width;
import dev.skep.compiler.IsaLevel;
import dev.skep.compiler.ir.Binary;
import dev.skep.compiler.ir.BinaryOperation;
import dev.skep.compiler.ir.Constant;
import dev.skep.compiler.ir.Type;

/**
 * Chooses instructions for signed division, which the machine has from {@code -mcpu=v4} only, and
 * which before Linux 6.12 crashed on the least number divided by -1. So magnitudes are divided and
 * the sign is put on afterwards, without a branch: with {@code s} all ones for a negative number
 * and zero else, {@code (x ^ s) - s} is {@code -x} or {@code x}.
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
        int left = extended(type, selection.register(operation.left()));
        if (!(operation.right() instanceof Constant divisor)) {
            int right = extended(type, selection.register(operation.right()));
            byRegister(remainder, width, result, left, right);
        } else if (divisor.value() == 0) {
            selection.move(width, result, remainder ? left : selection.number(0));
        } else if (selection.options.level() == IsaLevel.V4
                && divisor.value() != -1
                && divisor.value() == (int) divisor.value()) {
            AluOperation native4 = remainder ? AluOperation.SMOD : AluOperation.SDIV;
            selection.alu(native4, width, result, left, new Immediate((int) divisor.value()));
        } else {
            byNumber(remainder, width, result, left, divisor.value());
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

    private int extended(Type.Int type, int value) {
        return type.bits() < 32 ? arithmetic.signExtended(type, value) : value;
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
