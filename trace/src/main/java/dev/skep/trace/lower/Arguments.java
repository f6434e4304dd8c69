package dev.skep.trace.lower;

import dev.skep.compiler.ir.BinaryOperation;
import dev.skep.compiler.ir.Predicate;
import dev.skep.compiler.ir.Type;
import dev.skep.compiler.ir.Value;
import dev.skep.trace.check.AddressSpace;
import dev.skep.trace.check.Constant;
import dev.skep.trace.check.ProbeArguments;
import dev.skep.trace.check.ScriptType;
import dev.skep.trace.schema.EventFormat;
import dev.skep.trace.syntax.Expression;

/**
 * What a program gets from the kernel: {@code args.x} and {@code argN}. A tracepoint's fields are
 * loaded from the context at the offsets of its format, a raw tracepoint's from an array of words.
 */
final class Arguments {
    private static final String OUT_OF_BOUNDS =
            "Array access out of bounds. This can lead to unexpected results.";

    private final Program program;

    Arguments(Program program) {
        this.program = program;
    }

    /** {@return {@code argN}, or the word {@code index} of a raw tracepoint} */
    Value word(int index) {
        program.facts.useWord(index);
        return program.code.load(Type.I64, program.context(), index * 8);
    }

    /** {@return the value of {@code args.x}} */
    Value scalar(Expression.FieldAccess access) {
        int word = program.facts.wordNamed(access.name());
        if (word >= 0) {
            Value value = program.code.load(Type.I64, program.context(), word * 8);
            return program.script.typeOf(access)
                            instanceof ScriptType.Int(int size, boolean signed)
                    ? program.narrow(value, size, signed)
                    : value;
        }
        ProbeArguments.Field field = field(access);
        if (field.dynamic() || field.type() instanceof ScriptType.Array) {
            return program.code.reinterpret(address(field), Type.I64);
        }
        boolean signed = field.type() instanceof ScriptType.Int type && type.signed();
        return program.load(new Place(program.context(), field.offset()), field.size(), signed);
    }

    /** Writes the string {@code args.x}. */
    void writeText(Expression.FieldAccess access, int capacity, Place to, boolean padded) {
        ProbeArguments.Field field = field(access);
        int size =
                Math.min(capacity, field.dynamic() ? field.type().size() : field.size());
        program.strings.readString(
                AddressSpace.KERNEL,
                program.code.reinterpret(address(field), Type.I64),
                program.integer(size),
                0,
                capacity,
                to,
                padded);
    }

    /** {@return {@code args.x[i]}} */
    Value element(Expression.Index index) {
        Expression.FieldAccess access = (Expression.FieldAccess) index.target();
        ProbeArguments.Field field = field(access);
        ScriptType type = program.script.typeOf(index);
        int length = program.script.typeOf(access) instanceof ScriptType.Array array ? array.length() : 0;
        if (!field.dynamic()
                && program.script.constantOf(index.index()) instanceof Constant.Int constant) {
            int offset = field.offset() + Math.toIntExact(constant.value()) * type.size();
            return program.expressions.load(new Place(program.context(), offset), type);
        }
        Value number = program.expressions.scalar(index.index());
        Fork fork =
                Fork.on(
                        program,
                        program.code.compare(Predicate.ULT, number, program.integer(length)));
        Value start = program.code.reinterpret(address(field), Type.I64);
        Value offset = program.arithmetic.scaled(number, new ScriptType.Pointer(AddressSpace.KERNEL, type));
        Value element =
                program.expressions.readAt(
                        program.code.binary(BinaryOperation.ADD, start, offset),
                        new ScriptType.Pointer(AddressSpace.KERNEL, type),
                        type);
        fork.otherwise();
        program.events.runtimeError(
                new EventFormat.RuntimeError(OUT_OF_BOUNDS, null, index.span()),
                program.integer(0));
        return fork.joinValue(element, program.integer(0));
    }

    /** {@return where a field that is no scalar begins: in the context, or where the context says} */
    private Value address(ProbeArguments.Field field) {
        if (!field.dynamic()) {
            return program.code.add(program.context(), program.integer(field.offset()));
        }
        Value location =
                program.load(new Place(program.context(), field.offset()), 4, false);
        return program.code.add(
                program.context(),
                program.code.binary(BinaryOperation.AND, location, program.integer(0xffff)));
    }

    private ProbeArguments.Field field(Expression.FieldAccess access) {
        ProbeArguments.Field field = program.facts.field(access.name());
        if (field == null) {
            throw Expressions.unexpected(access);
        }
        return field;
    }
}
