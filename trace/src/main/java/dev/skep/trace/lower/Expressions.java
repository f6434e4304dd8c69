package dev.skep.trace.lower;

import dev.skep.bpf.asm.BpfHelper;
import dev.skep.bpf.asm.SourcePosition;
import dev.skep.compiler.ir.BinaryOperation;
import dev.skep.compiler.ir.Type;
import dev.skep.compiler.ir.Value;
import dev.skep.trace.check.AddressSpace;
import dev.skep.trace.check.Constant;
import dev.skep.trace.check.Function;
import dev.skep.trace.check.ScriptType;
import dev.skep.trace.check.VariableInfo;
import dev.skep.trace.syntax.BinaryOperator;
import dev.skep.trace.syntax.Expression;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** Expressions whose value fits a register: integers, truth values, pointers. */
final class Expressions {
    private final Program program;

    Expressions(Program program) {
        this.program = program;
    }

    /** {@return the value of an expression, 64 bits extended by the sign of its type} */
    Value scalar(Expression expression) {
        Constant constant = program.script.constantOf(expression);
        if (constant != null) {
            Value relocated = program.kernelFacts.enumerator(expression, number(constant));
            return relocated == null ? program.integer(number(constant)) : relocated;
        }
        @Nullable SourcePosition before = program.enter(expression.span());
        Value value = lower(expression);
        program.leave(before);
        return value;
    }

    private Value lower(Expression expression) {
        return switch (expression) {
            case Expression.IntegerLiteral literal -> program.integer(literal.value());
            case Expression.BooleanLiteral literal -> program.integer(literal.value() ? 1 : 0);
            case Expression.Name name -> program.builtins.scalar(name, List.of());
            case Expression.Call call -> program.builtins.scalar(call, call.arguments());
            case Expression.Variable variable ->
                    program.variables.value(program.script.variableOf(variable));
            case Expression.MapAccess access ->
                    program.script.map(access.name()).value() instanceof ScriptType.Aggregate
                            ? program.aggregateReads.read(access)
                            : program.maps.read(access);
            case Expression.Unary unary -> unary(unary);
            case Expression.Increment increment -> increment(increment);
            case Expression.Binary binary -> binary(binary);
            case Expression.Conditional conditional -> conditional(conditional);
            case Expression.Cast cast -> cast(cast);
            case Expression.FieldAccess access -> program.located.scalar(access);
            case Expression.Index access -> program.located.scalar(access);
            case Expression.ElementAccess access -> element(access);
            case Expression.Comptime comptime -> scalar(comptime.operand());
            case Expression.BlockExpression block -> block(block);
            case Expression.StringLiteral _,
                    Expression.Parameter _,
                    Expression.ParameterCount _,
                    Expression.TypeOperand _,
                    Expression.Tuple _,
                    Expression.RecordLiteral _ ->
                    throw unexpected(expression);
        };
    }

    private Value block(Expression.BlockExpression block) {
        Expression value = block.value();
        if (value == null) {
            throw unexpected(block);
        }
        Frame.Mark mark = program.statements.begin(block);
        Value result = scalar(value);
        program.statements.end(block, mark);
        return result;
    }

    /** {@return the value of an expression as a value of a type that may be wider} */
    Value scalarAs(Expression expression, ScriptType type) {
        Value value = scalar(expression);
        return ScriptType.integer(type) instanceof ScriptType.Int(int size, boolean signed)
                        && !Types.same(program.script.typeOf(expression), type)
                ? program.narrow(value, size, signed)
                : value;
    }

    private Value unary(Expression.Unary unary) {
        return switch (unary.operator()) {
            case NOT -> bool(unary);
            case COMPLEMENT ->
                    typed(
                            unary,
                            program.code.binary(
                                    BinaryOperation.XOR,
                                    scalar(unary.operand()),
                                    program.integer(-1)));
            case NEGATE ->
                    typed(
                            unary,
                            program.code.binary(
                                    BinaryOperation.SUB,
                                    program.integer(0),
                                    scalar(unary.operand())));
            case DEREFERENCE -> program.located.scalar(unary);
            case ADDRESS_OF -> program.locations.address(unary.operand());
        };
    }

    private Value binary(Expression.Binary binary) {
        BinaryOperator operator = binary.operator();
        if (operator.isLogical() || operator.isComparison()) {
            return bool(binary);
        }
        ScriptType leftType = program.script.typeOf(binary.left());
        ScriptType rightType = program.script.typeOf(binary.right());
        Value left = number(binary.left());
        Value right = number(binary.right());
        if (leftType instanceof ScriptType.Pointer && !(rightType instanceof ScriptType.Pointer)) {
            right = program.arithmetic.scaled(right, leftType);
        } else if (rightType instanceof ScriptType.Pointer
                && !(leftType instanceof ScriptType.Pointer)) {
            left = program.arithmetic.scaled(left, rightType);
        }
        return typed(binary, program.arithmetic.apply(operator, left, right, binary.span()));
    }

    private Value increment(Expression.Increment increment) {
        if (increment.target() instanceof Expression.MapAccess access) {
            return program.maps.increment(increment, access);
        }
        VariableInfo variable = program.script.variableOf((Expression.Variable) increment.target());
        Value old = program.variables.value(variable);
        program.variables.set(variable, incremented(increment, old, variable.type()));
        return increment.prefix() ? program.variables.value(variable) : old;
    }

    /** {@return a value and what {@code ++} or {@code --} adds to it} */
    Value incremented(Expression.Increment increment, Value old, ScriptType type) {
        int step = Arithmetic.step(type);
        return program.code.binary(
                BinaryOperation.ADD, old, program.integer(increment.decrement() ? -step : step));
    }

    private Value conditional(Expression.Conditional conditional) {
        Expression only = onlyWay(conditional);
        if (only != null) {
            return scalar(only);
        }
        Expression then = conditional.then();
        if (then == null) {
            Value value = scalar(conditional.condition());
            Fork fork = Fork.on(program, program.isNotZero(value));
            fork.otherwise();
            return fork.joinValue(value, scalar(conditional.otherwise()));
        }
        Fork fork = Fork.on(program, conditional.condition());
        Value whenTrue = scalar(then);
        fork.otherwise();
        return fork.joinValue(whenTrue, scalar(conditional.otherwise()));
    }

    /** {@return the one way of an {@code if comptime} that is part of the script, or null} */
    @Nullable Expression onlyWay(Expression.Conditional conditional) {
        Boolean way = program.script.comptimeWay(conditional.condition());
        if (way == null || conditional.then() == null) {
            return null;
        }
        return way ? conditional.then() : conditional.otherwise();
    }

    private Value cast(Expression.Cast cast) {
        ScriptType from = program.script.typeOf(cast.operand());
        ScriptType to = program.script.typeOf(cast);
        if (to instanceof ScriptType.Bool) {
            return bool(cast.operand());
        }
        return from instanceof ScriptType.Array
                ? load(program.memory.place(cast.operand()), to)
                : typed(cast, number(cast.operand()));
    }

    /**
     * {@return the value of an expression as something to compute with} A pointer that the verifier
     * follows is nothing of that kind to it.
     */
    Value number(Expression expression) {
        Value value = scalar(expression);
        boolean isFollowed =
                spaceOf(program.script.typeOf(expression)) == AddressSpace.TYPED
                        && !isCurrentTask(expression);
        return isFollowed ? program.locations.addressAsNumber(value) : value;
    }

    /** The address of the current task comes as a number. */
    private boolean isCurrentTask(Expression expression) {
        return (expression instanceof Expression.Name || expression instanceof Expression.Call)
                && program.script.functionOf(expression) == Function.CURTASK;
    }

    private Value element(Expression.ElementAccess access) {
        ScriptType.Tuple tuple = (ScriptType.Tuple) program.script.typeOf(access.target());
        Place place = program.memory.place(access);
        return load(place, tuple.elements().get(access.index()));
    }

    /** {@return a value that lives in memory} */
    Value load(Place place, ScriptType type) {
        boolean signed = ScriptType.isSigned(type);
        return program.load(place, type.size(), signed);
    }

    /** {@return the memory that values of a type are addresses in} */
    static AddressSpace spaceOf(ScriptType type) {
        return type instanceof ScriptType.Pointer(AddressSpace space, var _)
                ? space
                : AddressSpace.UNKNOWN;
    }

    static BpfHelper reader(AddressSpace space) {
        return switch (space) {
            case KERNEL, TYPED -> BpfHelper.PROBE_READ_KERNEL;
            case USER -> BpfHelper.PROBE_READ_USER;
            // On x86-64 the address itself says which of the two it is, and this helper looks.
            case UNKNOWN -> BpfHelper.PROBE_READ;
        };
    }

    /** {@return a condition as an integer} */
    private Value bool(Expression condition) {
        return program.code.zeroExtend(program.conditions.value(condition), Type.I64);
    }

    /** {@return a result in the width of its expression's type} */
    private Value typed(Expression expression, Value value) {
        return ScriptType.integer(program.script.typeOf(expression))
                        instanceof ScriptType.Int(int size, boolean signed)
                ? program.narrow(value, size, signed)
                : value;
    }

    /** {@return a number that is known now} */
    long known(Expression expression) {
        Constant constant = program.script.constantOf(expression);
        if (constant == null) {
            throw unexpected(expression);
        }
        return number(constant);
    }

    private static long number(Constant constant) {
        return switch (constant) {
            case Constant.Int(long value, boolean _) -> value;
            case Constant.Bool(boolean value) -> value ? 1 : 0;
            case Constant.Text _ -> throw new IllegalArgumentException("a string is no number");
        };
    }

    /** What the checker lets through must be lowered; anything else is our own mistake. */
    static IllegalStateException unexpected(Expression expression) {
        return new IllegalStateException("unexpected expression " + expression);
    }
}
