package dev.skep.trace.lower;

import dev.skep.bpf.BpfException;
import dev.skep.compiler.ir.BinaryOperation;
import dev.skep.compiler.ir.Type;
import dev.skep.compiler.ir.Value;
import dev.skep.trace.check.BtfTypes;
import dev.skep.trace.check.ScriptType;
import dev.skep.trace.lower.Location.Local;
import dev.skep.trace.lower.Location.Relocated;
import dev.skep.trace.lower.Location.Remote;
import dev.skep.trace.lower.Location.Typed;
import dev.skep.trace.syntax.Expression;

/**
 * Reads what is at a location: integers and pointers into a register, the rest into memory of the
 * program.
 */
final class LocatedValues {
    private final Program program;

    LocatedValues(Program program) {
        this.program = program;
    }

    /** {@return the value of an expression that is reached through others and fits a register} */
    Value scalar(Expression expression) {
        ScriptType type = program.script.typeOf(expression);
        if (expression instanceof Expression.FieldAccess access) {
            ScriptType target = program.script.typeOf(access.target());
            if (target instanceof ScriptType.Arguments) {
                return program.arguments.scalar(access);
            }
            ScriptType struct =
                    target instanceof ScriptType.Pointer(var _, ScriptType pointee)
                            ? pointee
                            : target;
            if (struct instanceof ScriptType.Composite composite) {
                BtfTypes.Member member = Locations.field(struct, access);
                if (member.isBitField()) {
                    Location whole =
                            target instanceof ScriptType.Pointer
                                    ? program.locations.pointed(access.target())
                                    : program.locations.of(access.target());
                    return program.tables.isRelocated(composite)
                            ? relocatedBits(whole, composite, access, member)
                            : bits(whole, member);
                }
            }
        }
        return read(program.locations.of(expression), type.size(), ScriptType.isSigned(type));
    }

    /** {@return the integer or pointer at a location, extended to 64 bits} */
    Value read(Location location, int size, boolean signed) {
        return switch (location) {
            case Local(Place place) -> program.load(place, size, signed);
            case Typed(Value pointer, int offset) -> {
                // Of some pointers the verifier wants to see that they are not null.
                Fork fork = Fork.on(program, program.isNotNull(pointer));
                Value value = program.load(new Place(pointer, offset), size, signed);
                fork.otherwise();
                yield fork.joinValue(value, program.integer(0));
            }
            case Remote remote -> {
                Frame.Mark mark = program.frame.mark();
                Place copy = program.frame.allocate("read", 8);
                copy(remote, copy, size);
                Value value = program.load(copy, size, signed);
                program.frame.release(mark);
                yield value;
            }
            case Relocated relocated -> read(relocated.remote(program), size, signed);
        };
    }

    private Value relocatedBits(
            Location whole,
            ScriptType.Composite struct,
            Expression.FieldAccess access,
            BtfTypes.Member member) {
        if (!(program.locations.member(whole, struct, access) instanceof Relocated place)) {
            throw new BpfException(
                    "bit field '"
                            + member.name()
                            + "' of '"
                            + struct.text()
                            + "' cannot be read by an object that other kernels load: loaders do"
                            + " not find the struct by name; leave it out, or run the script here");
        }
        int structBytes = whole instanceof Relocated outer ? outer.bytes() : 0;
        return program.kernelFacts.bits(place, member, structBytes);
    }

    /**
     * A bit field is taken out of the bytes of its declared type that it lies in; where it does not
     * lie in one of them, out of 8 bytes from its first on.
     */
    private Value bits(Location struct, BtfTypes.Member member) {
        int unit = member.type().size();
        int start = member.bitOffset() / (unit * 8) * unit;
        if (member.bitOffset() + member.bitSize() > (start + unit) * 8) {
            unit = 8;
            start = member.bitOffset() / 8;
        }
        // The verifier lets nobody load the bytes of other members along.
        Location there = struct instanceof Typed typed ? typed.remote(program) : struct;
        Value word = read(program.locations.plus(there, start), unit, false);
        int above = 64 - (member.bitOffset() - start * 8) - member.bitSize();
        Value top = program.code.binary(BinaryOperation.SHL, word, program.integer(above));
        return program.code.binary(
                ScriptType.isSigned(member.type()) ? BinaryOperation.ASHR : BinaryOperation.LSHR,
                top,
                program.integer(64L - member.bitSize()));
    }

    /** Writes the value of an expression that is reached through others and lives in memory. */
    void write(Expression expression, ScriptType type, Place to) {
        ScriptType from = program.script.typeOf(expression);
        Location location = program.locations.of(expression);
        if (location instanceof Local(Place place)) {
            program.memory.copyConverted(place, from, to, type);
        } else if (Types.same(from, type)) {
            copy(location, to, type.size());
        } else {
            Place copy = program.frame.allocate(from.text(), from.size());
            copy(location, copy, from.size());
            program.memory.copyConverted(copy, from, to, type);
        }
    }

    /** Writes a string that is reached through others; nothing behind its NUL comes along. */
    void writeText(Expression expression, int capacity, Place to, boolean padded) {
        ScriptType from = program.script.typeOf(expression);
        if (expression instanceof Expression.FieldAccess access
                && program.script.typeOf(access.target()) instanceof ScriptType.Arguments) {
            program.arguments.writeText(access, capacity, to, padded);
            return;
        }
        writeText(
                charactersOf(expression, program.locations.of(expression)),
                from.size(),
                capacity,
                to,
                padded);
    }

    /**
     * {@return where a string is} The characters of a struct's member may fill all of it, and
     * anything may be behind their NUL: they are taken as a string of the kernel, wherever they
     * are.
     */
    private Location charactersOf(Expression expression, Location location) {
        if (!(location instanceof Local(Place place))
                || !(expression instanceof Expression.FieldAccess access)
                || !(program.script.typeOf(access.target()) instanceof ScriptType.Composite)) {
            return location;
        }
        Value address = program.code.reinterpret(program.address(place), Type.I64);
        return new Remote(address, 0, dev.skep.trace.check.AddressSpace.KERNEL);
    }

    private void writeText(Location from, int size, int capacity, Place to, boolean padded) {
        switch (from) {
            case Local(Place place) ->
                    program.memory.copyConverted(
                            place, new ScriptType.Text(size), to, new ScriptType.Text(capacity));
            case Typed typed -> writeText(typed.remote(program), size, capacity, to, padded);
            case Relocated relocated ->
                    writeText(relocated.remote(program), size, capacity, to, padded);
            case Remote remote ->
                    program.strings.readString(
                            remote.space(),
                            remote.start(program),
                            program.integer(Math.min(capacity, size)),
                            0,
                            capacity,
                            to,
                            padded);
        }
    }

    /** Writes the value of a type that is at a location. */
    void writeFrom(Expression expression, Location location, ScriptType type, Place to) {
        if (type instanceof ScriptType.Text(int capacity)) {
            writeText(charactersOf(expression, location), capacity, capacity, to, true);
        } else {
            copy(location, to, type.size());
        }
    }

    private void copy(Location from, Place to, int size) {
        switch (from) {
            case Local(Place place) -> program.copy(to, place, size);
            case Typed typed -> copy(typed.remote(program), to, size);
            case Relocated relocated -> copy(relocated.remote(program), to, size);
            case Remote remote ->
                    program.read(
                            Expressions.reader(remote.space()),
                            program.address(to),
                            program.code.constant(Type.I32, size),
                            remote.start(program));
        }
    }
}
