package dev.skep.trace.lower;

import dev.skep.bpf.asm.SourcePosition;
import dev.skep.compiler.ir.BinaryOperation;
import dev.skep.compiler.ir.Block;
import dev.skep.compiler.ir.Predicate;
import dev.skep.compiler.ir.Type;
import dev.skep.compiler.ir.Value;
import dev.skep.trace.check.Constant;
import dev.skep.trace.check.ScriptType;
import dev.skep.trace.syntax.BinaryOperator;
import dev.skep.trace.syntax.Expression;
import dev.skep.trace.syntax.UnaryOperator;

import org.jspecify.annotations.Nullable;

/** Conditions: as truth values in registers, and as ways through the program. */
final class Conditions {
    private final Program program;

    Conditions(Program program) {
        this.program = program;
    }

    /** {@return whether an expression holds, an {@link Type#I1}} */
    Value value(Expression expression) {
        Constant constant = program.script.constantOf(expression);
        if (constant != null) {
            return truth(holds(constant));
        }
        @Nullable SourcePosition before = program.enter(expression.span());
        Value value = lower(expression);
        program.leave(before);
        return value;
    }

    private Value lower(Expression expression) {
        if (expression instanceof Expression.Binary binary) {
            if (binary.operator().isLogical()) {
                return logical(binary);
            }
            if (binary.operator().isComparison()) {
                return comparesMemory(binary) ? asValue(binary) : comparison(binary);
            }
        }
        if (expression instanceof Expression.Unary unary && unary.operator() == UnaryOperator.NOT) {
            return program.code.binary(BinaryOperation.XOR, value(unary.operand()), truth(true));
        }
        ScriptType type = program.script.typeOf(expression);
        return Variables.inMemory(type)
                ? program.isNotZero(anyByte(expression, type.size()))
                : program.isNotZero(program.expressions.scalar(expression));
    }

    /** {@return all bytes of a value in memory, or-ed} */
    private Value anyByte(Expression expression, int size) {
        Place place = program.memory.place(expression);
        Value all = program.integer(0);
        int at = 0;
        while (at < size) {
            int bytes = Strings.chunk(place.offset() + at, size - at);
            all =
                    program.code.binary(
                            BinaryOperation.OR, all, program.load(place.plus(at), bytes, false));
            at += bytes;
        }
        return all;
    }

    /**
     * Ends the block: goes on in {@code whenTrue} if an expression holds, else in {@code
     * whenFalse}.
     */
    void branch(Expression expression, Block whenTrue, Block whenFalse) {
        if (program.script.constantOf(expression) == null) {
            if (expression instanceof Expression.Unary unary
                    && unary.operator() == UnaryOperator.NOT) {
                branch(unary.operand(), whenFalse, whenTrue);
                return;
            }
            if (expression instanceof Expression.Binary binary) {
                if (binary.operator().isLogical() && !program.effects.any(binary.right())) {
                    branchLogical(binary, whenTrue, whenFalse);
                    return;
                }
                if (comparesMemory(binary)) {
                    branchMemory(binary, whenTrue, whenFalse);
                    return;
                }
            }
        }
        Value condition = value(expression);
        @Nullable SourcePosition before = program.enter(expression.span());
        program.code.branch(condition, whenTrue, whenFalse);
        program.leave(before);
    }

    private void branchLogical(Expression.Binary binary, Block whenTrue, Block whenFalse) {
        Block right = program.code.block("right");
        if (binary.operator() == BinaryOperator.LOGICAL_AND) {
            branch(binary.left(), right, whenFalse);
        } else {
            branch(binary.left(), whenTrue, right);
        }
        Environment known = program.environment.copy();
        program.code.position(right);
        branch(binary.right(), whenTrue, whenFalse);
        // What only the right side asked is not known on the way that passes it by.
        program.environment.restoreResults(known);
    }

    private boolean comparesMemory(Expression.Binary binary) {
        return binary.operator().isComparison()
                && Variables.inMemory(program.script.typeOf(binary.left()));
    }

    private void branchMemory(Expression.Binary binary, Block whenTrue, Block whenFalse) {
        @Nullable SourcePosition before = program.enter(binary.span());
        boolean differ = binary.operator() == BinaryOperator.NOT_EQUAL;
        Block same = differ ? whenFalse : whenTrue;
        Block other = differ ? whenTrue : whenFalse;
        if (program.script.typeOf(binary.left()) instanceof ScriptType.Text) {
            program.comparison.branchEqual(binary.left(), binary.right(), same, other);
        } else {
            branchEqual(binary, same, other);
        }
        program.leave(before);
    }

    /** Compares byte by byte: padding is zero, and so is what is behind the NUL of a string. */
    private void branchEqual(Expression.Binary binary, Block same, Block other) {
        ScriptType type =
                ScriptType.join(
                        program.script.typeOf(binary.left()),
                        program.script.typeOf(binary.right()));
        if (type == null) {
            throw Expressions.unexpected(binary);
        }
        Frame.Mark mark = program.frame.mark();
        Place left = program.memory.placeAs(binary.left(), type);
        Place right = program.memory.placeAs(binary.right(), type);
        program.comparison.branchDifferent(left, type.size(), right, type.size(), other);
        program.code.jump(same);
        program.frame.release(mark);
    }

    /** {@code &&} and {@code ||}: the right side is evaluated only if it matters. */
    private Value logical(Expression.Binary binary) {
        Fork fork = Fork.on(program, value(binary.left()));
        if (binary.operator() == BinaryOperator.LOGICAL_AND) {
            Value right = value(binary.right());
            fork.otherwise();
            return fork.joinValue(right, truth(false));
        }
        fork.otherwise();
        Value right = value(binary.right());
        return fork.joinValue(truth(true), right);
    }

    /** A condition that is a way through the program, made a value. */
    private Value asValue(Expression.Binary binary) {
        Fork fork = Fork.on(program, binary);
        fork.otherwise();
        return fork.joinValue(truth(true), truth(false));
    }

    private Value comparison(Expression.Binary binary) {
        Value left = program.expressions.scalar(binary.left());
        Value right = program.expressions.scalar(binary.right());
        boolean signed = isSigned(binary.left(), binary.right());
        Predicate predicate =
                switch (binary.operator()) {
                    case EQUAL -> Predicate.EQ;
                    case NOT_EQUAL -> Predicate.NE;
                    case LESS -> signed ? Predicate.SLT : Predicate.ULT;
                    case GREATER -> signed ? Predicate.SGT : Predicate.UGT;
                    case LESS_OR_EQUAL -> signed ? Predicate.SLE : Predicate.ULE;
                    case GREATER_OR_EQUAL -> signed ? Predicate.SGE : Predicate.UGE;
                    case LOGICAL_OR,
                            LOGICAL_AND,
                            OR,
                            XOR,
                            AND,
                            SHIFT_LEFT,
                            SHIFT_RIGHT,
                            ADD,
                            SUBTRACT,
                            MULTIPLY,
                            DIVIDE,
                            MODULO ->
                            throw new IllegalArgumentException(
                                    binary.operator().text() + " compares nothing");
                };
        return program.code.compare(predicate, left, right);
    }

    /**
     * A comparison is signed if either side is; a constant without minus sign is what it must be.
     */
    private boolean isSigned(Expression left, Expression right) {
        if (isNatural(left)) {
            return !isNatural(right) && hasSign(right);
        }
        if (isNatural(right)) {
            return hasSign(left);
        }
        return hasSign(left) || hasSign(right);
    }

    private boolean hasSign(Expression expression) {
        return ScriptType.isSigned(program.script.typeOf(expression));
    }

    private boolean isNatural(Expression expression) {
        return program.script.constantOf(expression) instanceof Constant.Int constant
                && (constant.unsigned() || constant.value() >= 0);
    }

    private Value truth(boolean value) {
        return program.code.constant(Type.I1, value ? 1 : 0);
    }

    private static boolean holds(Constant constant) {
        return switch (constant) {
            case Constant.Int(long value, boolean _) -> value != 0;
            case Constant.Bool(boolean value) -> value;
            case Constant.Text(String characters) -> !characters.isEmpty();
        };
    }
}
