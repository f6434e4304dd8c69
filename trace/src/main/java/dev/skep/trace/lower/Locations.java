package dev.skep.trace.lower;

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

    private static final ScriptType BYTE = new ScriptType.Int(1, false);

    private static final Type TYPED = Type.pointer(AddressSpace.TYPED);

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

    /** {@return where a member of a struct is} */
    Location member(Location struct, ScriptType type, Expression.FieldAccess access) {
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

    /** {@return what is some bytes behind} */
    Location plus(Location location, int bytes) {
        return switch (location) {
            case Local local -> local.plus(bytes);
            case Remote remote -> remote.plus(bytes);
            case Typed typed -> typed.plus(bytes);
            case Relocated relocated -> relocated.remote(program).plus(bytes);
        };
    }

    /** {@return the member that an expression names} */
    static BtfTypes.Member field(ScriptType struct, Expression.FieldAccess access) {
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
}
