package dev.skep.trace.lower;

import dev.skep.bpf.asm.BpfHelper;
import dev.skep.bpf.elf.UsdtArgument;
import dev.skep.bpf.elf.X86Register;
import dev.skep.bpf.target.PtRegs;
import dev.skep.compiler.ir.BinaryOperation;
import dev.skep.compiler.ir.Type;
import dev.skep.compiler.ir.Value;
import dev.skep.trace.check.AddressSpace;
import dev.skep.trace.check.ProbeArguments;
import dev.skep.trace.check.ScriptType;
import dev.skep.trace.check.UsdtPlace;
import dev.skep.trace.schema.Hook;
import dev.skep.trace.syntax.Expression;

import org.jspecify.annotations.Nullable;

import java.util.Locale;

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
        if (program.attachPoint.arguments() instanceof ProbeArguments.Usdt) {
            return usdt(program.facts.usdtArgument(index));
        }
        program.facts.useWord(index);
        return program.attachPoint.arguments() instanceof ProbeArguments.Registers registers
                ? argument(index, registers.space())
                : program.code.load(Type.I64, program.context(), index * 8);
    }

    /** A function's argument, when none of its instructions has run yet. */
    private Value argument(int index, AddressSpace space) {
        PtRegs registers = registers();
        String register = registers.argument(index);
        if (register != null) {
            return register(register);
        }
        return read(
                space,
                program.code.binary(
                        BinaryOperation.ADD,
                        register(registers.stackPointer()),
                        program.integer(registers.stackOffset(index))),
                8,
                false);
    }

    /** {@return {@code retval}} */
    Value result(ScriptType type) {
        if (program.attachPoint.arguments() instanceof ProbeArguments.Prototype prototype) {
            return narrowed(
                    program.code.load(Type.I64, program.context(), prototype.words() * 8), type);
        }
        return register(registers().result());
    }

    /** {@return {@code reg("name")}} */
    Value register(String name) {
        int offset = registers().offset(registers().alias(name));
        return program.code.load(Type.I64, program.context(), offset);
    }

    /** {@return the address of the function that the program is attached to} */
    Value function() {
        boolean entry =
                switch (program.attachPoint.hook()) {
                    case Hook.Uprobe uprobe -> !uprobe.returns();
                    case Hook.KprobeAt _ -> true;
                    // The helper knows functions, not places in them, and is there since 5.15.
                    case Hook.Kprobe kprobe ->
                            !kprobe.returns()
                                    && (kprobe.offset() > 0
                                            || !program.tables.target().version().isAtLeast(5, 15));
                    case Hook _ -> false;
                };
        return entry
                ? register(registers().instructionPointer())
                : program.code.call(BpfHelper.GET_FUNC_IP, Type.I64, program.context());
    }

    private PtRegs registers() {
        return program.tables.target().arch().registers();
    }

    private Value usdt(UsdtPlace place) {
        UsdtArgument argument = place.argument();
        return switch (argument) {
            case UsdtArgument.Constant constant -> program.integer(constant.value());
            case UsdtArgument.InRegister in -> {
                Value whole = register(in.register().name().toLowerCase(Locale.ROOT));
                Value value =
                        in.shift() == 0
                                ? whole
                                : program.code.binary(
                                        BinaryOperation.LSHR, whole, program.integer(in.shift()));
                yield program.narrow(value, in.size(), in.signed());
            }
            case UsdtArgument.InMemory in ->
                    usdt(argument, plus(usdtRegister(in.base()), in.displacement()));
            case UsdtArgument.Indexed in ->
                    usdt(
                            argument,
                            plus(
                                    program.code.binary(
                                            BinaryOperation.ADD,
                                            usdtRegister(in.base()),
                                            program.code.binary(
                                                    BinaryOperation.MUL,
                                                    usdtRegister(in.index()),
                                                    program.integer(in.scale()))),
                                    in.displacement()));
            case UsdtArgument.InVariable _ ->
                    usdt(
                            argument,
                            plus(
                                    register(registers().instructionPointer()),
                                    place.fromInstruction()));
            case UsdtArgument.Unknown _ ->
                    throw new IllegalStateException("the checker refuses it");
        };
    }

    private Value usdt(UsdtArgument argument, Value address) {
        return read(AddressSpace.USER, address, argument.size(), argument.signed());
    }

    private Value usdtRegister(X86Register register) {
        return register(register.name().toLowerCase(Locale.ROOT));
    }

    private Value plus(Value address, long displacement) {
        return program.code.binary(BinaryOperation.ADD, address, program.integer(displacement));
    }

    /** Reads an integer; 0 where it can't be read. */
    private Value read(AddressSpace space, Value address, int size, boolean signed) {
        Frame.Mark mark = program.frame.mark();
        Place place = program.frame.allocate("argument", 8);
        program.read(
                Expressions.reader(space),
                program.address(place),
                program.code.constant(Type.I32, size),
                address);
        Value value = program.load(place, size, signed);
        program.frame.release(mark);
        return value;
    }

    private Value narrowed(Value value, ScriptType type) {
        return switch (type) {
            case ScriptType.Int(int size, boolean signed) -> program.narrow(value, size, signed);
            case ScriptType.Enumeration named ->
                    program.narrow(value, named.size(), named.signed());
            case ScriptType.Bool _ -> program.narrow(value, 1, false);
            case ScriptType _ -> value;
        };
    }

    /** {@return the value of {@code args.x} that fits a register} */
    Value scalar(Expression.FieldAccess access) {
        ProbeArguments.Slot slot = slot(access.name());
        if (slot != null) {
            return narrowed(
                    program.code.load(Type.I64, program.context(), slot.word() * 8), slot.type());
        }
        int word = program.facts.wordNamed(access.name());
        if (word >= 0) {
            if (program.attachPoint.arguments() instanceof ProbeArguments.Registers registers) {
                return narrowed(argument(word, registers.space()), program.script.typeOf(access));
            }
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

    private ProbeArguments.@Nullable Slot slot(String name) {
        return switch (program.attachPoint.arguments()) {
            case ProbeArguments.Prototype prototype ->
                    ProbeArguments.Slot.named(prototype.slots(), name);
            case ProbeArguments.Context context -> ProbeArguments.Slot.named(context.slots(), name);
            case ProbeArguments _ -> null;
        };
    }

    private ProbeArguments.Field field(Expression.FieldAccess access) {
        ProbeArguments.Field field = program.facts.field(access.name());
        if (field == null) {
            throw Expressions.unexpected(access);
        }
        return field;
    }
}
