package dev.skep.trace.lower;

import dev.skep.compiler.ir.BinaryOperation;
import dev.skep.compiler.ir.Type;
import dev.skep.compiler.ir.Value;
import dev.skep.trace.check.AddressSpace;
import dev.skep.trace.check.ProbeArguments;
import dev.skep.trace.check.ScriptType;
import dev.skep.trace.syntax.Expression;

/**
 * What a program gets from the kernel: {@code args.x} and {@code argN}. A tracepoint's fields are
 * loaded from the context at the offsets of its format, a raw tracepoint's from an array of words.
 */
final class Arguments {
    private final Program program;

    Arguments(Program program) {
        this.program = program;
    }

    /** {@return {@code argN}} */
    Value word(int index) {
        program.facts.useWord(index);
        return program.code.load(Type.I64, program.context(), index * 8);
    }

    /** {@return the value of {@code args.x} that fits a register} */
    Value scalar(Expression.FieldAccess access) {
        int word = program.facts.wordNamed(access.name());
        if (word >= 0) {
            Value value = program.code.load(Type.I64, program.context(), word * 8);
            return ScriptType.integer(program.script.typeOf(access))
                            instanceof ScriptType.Int(int size, boolean signed)
                    ? program.narrow(value, size, signed)
                    : value;
        }
        ProbeArguments.Field field = field(access);
        boolean signed = ScriptType.isSigned(field.type());
        return program.load(new Place(program.context(), field.offset()), field.size(), signed);
    }

    /** {@return where the value of {@code args.x} is that is no scalar} */
    Location location(Expression.FieldAccess access) {
        return new Location.Remote(
                program.code.reinterpret(address(field(access)), Type.I64), 0, AddressSpace.KERNEL);
    }

    /**
     * Writes the string {@code args.x}. It is read as any string of the kernel, so that nothing
     * behind its NUL comes along.
     */
    void writeText(Expression.FieldAccess access, int capacity, Place to, boolean padded) {
        ProbeArguments.Field field = field(access);
        program.strings.readString(
                AddressSpace.KERNEL,
                program.code.reinterpret(address(field), Type.I64),
                program.integer(Math.min(capacity, field.type().size())),
                0,
                capacity,
                to,
                padded);
    }

    /**
     * {@return where a field that is no scalar begins: in the context, or where the context says}
     */
    private Value address(ProbeArguments.Field field) {
        return switch (field.kind()) {
            case PLAIN, ARRAY -> at(program.integer(field.offset()));
            case DATA_LOC -> at(location(field));
            case REL_LOC ->
                    at(
                            program.code.binary(
                                    BinaryOperation.ADD,
                                    location(field),
                                    program.integer(field.offset() + 4L)));
        };
    }

    private Value at(Value offset) {
        return program.code.add(program.context(), offset);
    }

    /** The low half of a location is the offset, the high half the size. */
    private Value location(ProbeArguments.Field field) {
        Value location = program.load(new Place(program.context(), field.offset()), 4, false);
        return program.code.binary(BinaryOperation.AND, location, program.integer(0xffff));
    }

    private ProbeArguments.Field field(Expression.FieldAccess access) {
        ProbeArguments.Field field = program.facts.field(access.name());
        if (field == null) {
            throw Expressions.unexpected(access);
        }
        return field;
    }
}
