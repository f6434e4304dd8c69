package dev.skep.trace.lower;

import dev.skep.compiler.ir.Block;
import dev.skep.compiler.ir.Predicate;
import dev.skep.compiler.ir.Type;
import dev.skep.compiler.ir.Value;
import dev.skep.trace.check.Constant;
import dev.skep.trace.syntax.Expression;

import org.jspecify.annotations.Nullable;

/** Compares strings, where what comes next depends on it. */
final class StringComparison {
    private final Program program;

    StringComparison(Program program) {
        this.program = program;
    }

    /** Ends the block: goes on in {@code same} if two strings are equal, else in {@code other}. */
    void branchEqual(Expression left, Expression right, Block same, Block other) {
        String leftText = constant(left);
        String rightText = constant(right);
        Frame.Mark mark = program.frame.mark();
        if (leftText != null && rightText != null) {
            program.code.jump(leftText.equals(rightText) ? same : other);
        } else if (rightText != null) {
            branchLiteral(left, rightText, same, other);
        } else if (leftText != null) {
            branchLiteral(right, leftText, same, other);
        } else {
            branchDifferent(
                    program.memory.place(left),
                    program.script.typeOf(left).size(),
                    program.memory.place(right),
                    program.script.typeOf(right).size(),
                    other);
            program.code.jump(same);
        }
        program.frame.release(mark);
    }

    /** The literal's NUL is compared too, so bytes behind it do not matter. */
    private void branchLiteral(Expression expression, String text, Block same, Block other) {
        int capacity = program.script.typeOf(expression).size();
        Place place = unpadded(expression, capacity);
        int end = Math.min(text.length() + 1, capacity);
        int at = 0;
        while (at < end) {
            int size = Strings.chunk(place.offset() + at, end - at);
            Type.Int type = Program.bits(size);
            Value equal =
                    program.code.compare(
                            Predicate.EQ,
                            program.code.load(type, place.base(), place.offset() + at),
                            program.code.constant(type, Strings.word(text, at, size)));
            at += size;
            Block next = at < end ? program.code.block("equal") : same;
            program.code.branch(equal, next, other);
            program.code.position(next);
        }
    }

    /** {@return a string in memory whose bytes behind the NUL are of no interest} */
    private Place unpadded(Expression expression, int capacity) {
        if (expression instanceof Expression.Call || expression instanceof Expression.FieldAccess) {
            Place place = program.frame.allocate("string", capacity);
            // Kernels before 6.3 refuse to load what was never written to the stack.
            program.strings.write(
                    expression, capacity, place, capacity <= program.tables.onStackLimit());
            return place;
        }
        return program.memory.place(expression);
    }

    /**
     * Goes on if two strings are equal; leaves for {@code other} if they are not. Both are padded
     * with zeros, so whole words are compared.
     */
    void branchDifferent(
            Place left, int leftCapacity, Place right, int rightCapacity, Block other) {
        int end = Math.min(leftCapacity, rightCapacity);
        int at = 0;
        while (at < end) {
            int size = Strings.chunk((left.offset() | right.offset()) + at, end - at);
            Type.Int type = Program.bits(size);
            branchUnless(
                    program.code.load(type, left.base(), left.offset() + at),
                    program.code.load(type, right.base(), right.offset() + at),
                    other);
            at += size;
        }
        if (leftCapacity != rightCapacity) {
            Place longer = leftCapacity > rightCapacity ? left : right;
            branchUnless(
                    program.code.load(Type.I8, longer.base(), longer.offset() + end),
                    program.code.constant(Type.I8, 0),
                    other);
        }
    }

    private void branchUnless(Value a, Value b, Block other) {
        Block equal = program.code.block("equal");
        program.code.branch(program.code.compare(Predicate.EQ, a, b), equal, other);
        program.code.position(equal);
    }

    private @Nullable String constant(Expression expression) {
        return program.script.constantOf(expression) instanceof Constant.Text(String characters)
                ? characters
                : null;
    }
}
