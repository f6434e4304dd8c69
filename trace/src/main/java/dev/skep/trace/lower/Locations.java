package dev.skep.trace.lower;

import dev.skep.bpf.BpfException;
import dev.skep.bpf.asm.BpfHelper;
import dev.skep.bpf.btf.BtfField;
import dev.skep.bpf.btf.Layout;
import dev.skep.compiler.ir.AddressSpace;
import dev.skep.compiler.ir.BinaryOperation;
import dev.skep.compiler.ir.Predicate;
import dev.skep.compiler.ir.Type;
import dev.skep.compiler.ir.Value;
import dev.skep.trace.check.BtfTypes;
import dev.skep.trace.check.Constant;
import dev.skep.trace.check.Function;
import dev.skep.trace.check.ScriptType;
import dev.skep.trace.lower.Location.Local;
import dev.skep.trace.lower.Location.Relocated;
import dev.skep.trace.lower.Location.Remote;
import dev.skep.trace.lower.Location.Typed;
import dev.skep.trace.schema.EventFormat;
import dev.skep.trace.syntax.Expression;
import dev.skep.trace.syntax.UnaryOperator;

import java.util.List;

/** Where values are that are reached through others: members, elements, what pointers point to. */
final class Locations {
    private static final String OUT_OF_BOUNDS =
            "Array access out of bounds. This can lead to unexpected results.";

    private final Program program;

    Locations(Program program) {
        this.program = program;
    }

    /**
     * {@return where the value of an expression is that lives in memory, or is reached through it}
     */
    Location of(Expression expression) {
        return switch (expression) {
            case Expression.FieldAccess access -> member(access);
            case Expression.Index access -> element(access);
            case Expression.Unary unary when unary.operator() == UnaryOperator.DEREFERENCE ->
                    pointed(unary.operand());
            case Expression.Comptime comptime -> of(comptime.operand());
            default -> new Local(program.memory.place(expression));
        };
    }

    private Location member(Expression.FieldAccess access) {
        ScriptType target = program.script.typeOf(access.target());
        return switch (target) {
            case ScriptType.Arguments _ -> program.arguments.location(access);
            case ScriptType.Pointer(var _, ScriptType pointee)
                    when pointee instanceof ScriptType.NamedTuple record ->
                    plus(pointed(access.target()), offset(record, access.name()));
            case ScriptType.Pointer(var _, ScriptType pointee) ->
                    member(pointed(access.target()), pointee, access);
            case ScriptType.Composite _ -> member(of(access.target()), target, access);
            case ScriptType.NamedTuple record ->
                    plus(of(access.target()), offset(record, access.name()));
            case ScriptType _ -> throw Expressions.unexpected(access);
        };
    }

    private static int offset(ScriptType.NamedTuple record, String name) {
        Layout.Struct layout = (Layout.Struct) record.layout();
        return layout.fields().get(record.names().indexOf(name)).offset();
    }

    private Location member(Location struct, ScriptType type, Expression.FieldAccess access) {
        BtfTypes.Member member = field(type, access);
        if (type instanceof ScriptType.Composite composite
                && program.tables.isRelocated(composite)) {
            BtfField field = composite.btf().field(composite.id(), access.name());
            if (struct instanceof Relocated outer && field != null) {
                return outer.step(field.indexes(), field.offset());
            }
            // Loaders look structs up by name.
            if (struct instanceof Remote remote && field != null && !composite.name().isEmpty()) {
                return new Relocated(remote.start(program), composite.id(), "0", 0, remote.space())
                        .step(field.indexes(), field.offset());
            }
        }
        return plus(struct, member.offset());
    }

    private Location plus(Location location, int bytes) {
        return switch (location) {
            case Local local -> local.plus(bytes);
            case Remote remote -> remote.plus(bytes);
            case Typed typed -> typed.plus(bytes);
            case Relocated relocated -> relocated.remote(program).plus(bytes);
        };
    }

    private static BtfTypes.Member field(ScriptType struct, Expression.FieldAccess access) {
        BtfTypes.Member member =
                struct instanceof ScriptType.Composite composite
                        ? BtfTypes.member(composite, access.name())
                        : null;
        if (member == null) {
            throw Expressions.unexpected(access);
        }
        return member;
    }

    /** {@return what a pointer points to} */
    Location pointed(Expression pointer) {
        ScriptType type = program.script.typeOf(pointer);
        dev.skep.trace.check.AddressSpace space = Expressions.spaceOf(type);
        // Of an offset that is not known yet the verifier cannot know what is there.
        if (space == dev.skep.trace.check.AddressSpace.TYPED && !program.tables.isPortable()) {
            return new Typed(typedPointer(pointer), 0);
        }
        return new Remote(program.expressions.scalar(pointer), 0, space.untyped());
    }

    /** {@return a pointer that the verifier follows, as what it is to the verifier} */
    private Value typedPointer(Expression pointer) {
        if (pointer instanceof Expression.FieldAccess access
                && !(program.script.typeOf(access.target()) instanceof ScriptType.Arguments)
                && of(access) instanceof Typed(Value base, int offset)) {
            Fork fork = Fork.on(program, program.isNotNull(base));
            Value loaded = program.code.load(TYPED, base, offset);
            fork.otherwise();
            return fork.joinValue(loaded, program.code.constant(TYPED, 0));
        }
        if ((pointer instanceof Expression.Name || pointer instanceof Expression.Call)
                && program.script.functionOf(pointer) == Function.CURTASK) {
            Value current = program.code.call(BpfHelper.GET_CURRENT_TASK_BTF, TYPED);
            return program.task.isTool()
                    ? program.code.load(TYPED, current, program.task.leaderOffset())
                    : current;
        }
        return program.code.reinterpret(program.expressions.scalar(pointer), TYPED);
    }

    private static final ScriptType BYTE = new ScriptType.Int(1, false);

    private static final Type TYPED = Type.pointer(AddressSpace.TYPED);

    private Location element(Expression.Index access) {
        ScriptType target = program.script.typeOf(access.target());
        return switch (target) {
            case ScriptType.Array(ScriptType element, int length) ->
                    element(access, element, length);
            case ScriptType.Text(int capacity) -> element(access, BYTE, capacity);
            case ScriptType.Tuple tuple -> {
                Layout.Struct layout = (Layout.Struct) tuple.layout();
                int index = Math.toIntExact(number(access));
                yield plus(of(access.target()), layout.fields().get(index).offset());
            }
            case ScriptType.Pointer(var space, ScriptType pointee) -> {
                Value index =
                        program.arithmetic.scaled(
                                program.expressions.scalar(access.index()), target);
                yield new Remote(
                        add(program.expressions.number(access.target()), index),
                        0,
                        space.untyped());
            }
            case ScriptType _ -> throw Expressions.unexpected(access);
        };
    }

    private long number(Expression.Index access) {
        return program.script.constantOf(access.index()) instanceof Constant.Int constant
                ? constant.value()
                : -1;
    }

    /**
     * {@return an element of an array}
     *
     * @param length how many there are; 0 if that is not known
     */
    private Location element(Expression.Index access, ScriptType type, int length) {
        int size = type.size();
        Location array = of(access.target());
        long known = number(access);
        if (known >= 0 && known * size <= Integer.MAX_VALUE) {
            int bytes = Math.toIntExact(known * size);
            return array instanceof Relocated relocated
                    ? relocated.step(List.of((int) known), bytes)
                    : plus(array, bytes);
        }
        Value index = program.expressions.scalar(access.index());
        Value inside =
                length == 0
                        ? program.code.constant(Type.I1, 1)
                        : program.code.compare(Predicate.ULT, index, program.integer(length));
        return switch (array) {
            case Local(Place place) -> element(access, place, index, type, inside, length);
            case Typed typed ->
                    element(
                            access,
                            length == 0 ? untyped(typed) : typed.remote(program),
                            index,
                            type,
                            inside,
                            length);
            case Remote remote -> element(access, remote, index, type, inside, length);
            case Relocated relocated ->
                    element(access, relocated.remote(program), index, type, inside, length);
        };
    }

    private Value scaled(Value index, ScriptType element) {
        return element.size() == 1
                ? index
                : program.code.binary(
                        BinaryOperation.MUL, index, program.kernelFacts.size(element));
    }

    /** {@return an element; one at 0, where nothing can be read, if the index is out of bounds} */
    private Location element(
            Expression.Index access,
            Remote array,
            Value index,
            ScriptType type,
            Value inside,
            int length) {
        if (length == 0) {
            return new Remote(add(array.start(program), scaled(index, type)), 0, array.space());
        }
        Fork fork = Fork.on(program, inside);
        // Computed here, where the verifier knows the bounds of the index.
        Value address = add(array.start(program), scaled(index, type));
        fork.otherwise();
        warn(access);
        return new Remote(fork.joinValue(address, program.integer(0)), 0, array.space());
    }

    /** {@return an address as a number, with which the verifier lets a program compute} */
    private Remote untyped(Typed typed) {
        return new Remote(
                addressAsNumber(typed.pointer()),
                typed.offset(),
                dev.skep.trace.check.AddressSpace.KERNEL);
    }

    /** {@return a pointer as a number, of which the verifier does not know what it was} */
    Value addressAsNumber(Value address) {
        Place pointer = program.frame.allocate("pointer", 8);
        Place number = program.frame.allocate("address", 8);
        program.code.store(pointer.base(), pointer.offset(), address);
        program.code.call(
                BpfHelper.PROBE_READ_KERNEL,
                Type.VOID,
                program.address(number),
                program.code.constant(Type.I32, 8),
                program.code.reinterpret(program.address(pointer), Type.I64));
        return program.load(number, 8, false);
    }

    /** {@code &$variable} and {@code &@map}. */
    Value address(Expression operand) {
        return switch (operand) {
            case Expression.Variable variable ->
                    addressAsNumber(
                            program.address(
                                    program.variables.place(program.script.variableOf(variable))));
            case Expression.MapAccess access ->
                    addressAsNumber(
                            program.code.mapAddress(program.tables.map(access.name()).map()));
            default -> throw Expressions.unexpected(operand);
        };
    }

    /**
     * {@return a copy of an element of an array that the program can load from}
     *
     * <p>Kernels before 5.12 refuse to load from the stack at an offset that is not known, so that
     * arrays there are moved to the scratch memory first.
     */
    private Location element(
            Expression.Index access,
            Place array,
            Value index,
            ScriptType type,
            Value inside,
            int length) {
        int size = type.size();
        Place copy = program.frame.allocate("element", size);
        Place from = array;
        if (array.base().type() instanceof Type.Pointer(AddressSpace space)
                && space == AddressSpace.STACK) {
            int bytes = Math.multiplyExact(size, length);
            from = program.frame.scratch(Layout.roundUp(bytes, 8));
            program.copy(from, array, bytes);
        }
        Fork fork = Fork.on(program, inside);
        // Computed here, where the verifier knows the bounds of the index.
        Value element = program.code.add(program.address(from), scaled(index, type));
        program.copy(copy, new Place(element, 0), size);
        fork.otherwise();
        warn(access);
        program.clear(copy, size);
        fork.join();
        return new Local(copy);
    }

    private void warn(Expression.Index access) {
        program.events.runtimeError(
                new EventFormat.RuntimeError(OUT_OF_BOUNDS, null, access.span()),
                program.integer(0));
    }

    private Value add(Value address, Value offset) {
        return program.code.binary(BinaryOperation.ADD, address, offset);
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
                BtfTypes.Member member = field(struct, access);
                if (member.isBitField()) {
                    Location whole =
                            target instanceof ScriptType.Pointer
                                    ? pointed(access.target())
                                    : of(access.target());
                    return program.tables.isRelocated(composite)
                            ? relocatedBits(whole, composite, access, member)
                            : bits(whole, member);
                }
            }
        }
        return read(of(expression), type.size(), ScriptType.isSigned(type));
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
        if (!(member(whole, struct, access) instanceof Relocated place)) {
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
        Value word = read(plus(there, start), unit, false);
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
        Location location = of(expression);
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
        writeText(charactersOf(expression, of(expression)), from.size(), capacity, to, padded);
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
