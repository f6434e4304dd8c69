package dev.skep.trace.lower;

import dev.skep.bpf.asm.BpfHelper;
import dev.skep.compiler.ir.AddressSpace;
import dev.skep.compiler.ir.BinaryOperation;
import dev.skep.compiler.ir.Predicate;
import dev.skep.compiler.ir.Type;
import dev.skep.compiler.ir.Value;
import dev.skep.trace.check.MapInfo;
import dev.skep.trace.check.ScriptType;
import dev.skep.trace.check.VariableInfo;
import dev.skep.trace.schema.EventFormat;
import dev.skep.trace.schema.MapSchema;
import dev.skep.trace.syntax.BinaryOperator;
import dev.skep.trace.syntax.Expression;
import dev.skep.trace.syntax.Span;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** Maps of plain values: read, written, deleted. */
final class Maps {
    private static final String MAP_FULL =
            "Map full; can't update element. Try increasing max_map_keys config or manually"
                    + " setting the max entries in a map declaration e.g. `let @a = hash(5000)`";

    private static final String MISSING = "Can't lookup map element because it does not exist.";

    /** BPF_ANY of uapi {@code bpf.h}: make or replace the entry. */
    static final int ANY = 0;

    /** BPF_NOEXIST of uapi {@code bpf.h}: make the entry, but do not touch one that is there. */
    static final int ONLY_NEW = 1;

    private final Program program;

    Maps(Program program) {
        this.program = program;
    }

    /** {@return the value of {@code @m[k]}, 0 if there is none} */
    Value read(Expression.MapAccess access) {
        MapInfo map = program.script.map(access.name());
        Frame.Mark mark = program.frame.mark();
        Value found = lookup(map, key(map, access.key()));
        Fork fork = Fork.on(program, program.isNotNull(found));
        Value value = program.expressions.load(new Place(found, 0), map.value());
        fork.otherwise();
        missing(access.span());
        Value result = fork.joinValue(value, program.integer(0));
        program.frame.release(mark);
        return result;
    }

    /** Says that an entry that was to be read is not there, if that is wanted ({@code -k}). */
    private void missing(Span span) {
        if (program.tables.helperWarnings()) {
            program.events.runtimeError(
                    new EventFormat.RuntimeError(
                            MISSING, BpfHelper.MAP_LOOKUP_ELEM.kernelName(), span),
                    program.integer(0));
        }
    }

    /** Writes the value of {@code @m[k]} that lives in memory, zeros if there is none. */
    void readTo(Expression.MapAccess access, ScriptType type, Place to) {
        MapInfo map = program.script.map(access.name());
        Frame.Mark mark = program.frame.mark();
        Value found = lookup(map, key(map, access.key()));
        Fork fork = Fork.on(program, program.isNotNull(found));
        program.memory.copyConverted(new Place(found, 0), map.value(), to, type);
        fork.otherwise();
        missing(access.span());
        program.clear(to, type.size());
        fork.join();
        program.frame.release(mark);
    }

    /** {@code @m[k] = value}. */
    void assign(Expression.MapAccess access, Expression value, Span span) {
        MapInfo map = program.script.map(access.name());
        Frame.Mark mark = program.frame.mark();
        if (Variables.inMemory(map.value())) {
            Place bytes = bytes(value, map.value());
            update(map, key(map, access.key()), bytes, ANY, span);
        } else {
            Value number = program.expressions.scalarAs(value, map.value());
            Place key = key(map, access.key());
            if (map.keyed()) {
                put(map, key, number, span);
            } else {
                // The entry is there but for the first time, and writing to it is much cheaper.
                Value found = lookup(map, key);
                Fork fork = Fork.on(program, program.isNotNull(found));
                program.store(new Place(found, 0), map.value().size(), number);
                fork.otherwise();
                put(map, key, number, span);
                fork.join();
            }
        }
        program.frame.release(mark);
    }

    /** {@code @m[k] += value} and the like. */
    void assign(Expression.MapAccess access, BinaryOperator operator, Expression value, Span span) {
        MapInfo map = program.script.map(access.name());
        Value operand = program.arithmetic.scaled(program.expressions.scalar(value), map.value());
        if (operator == BinaryOperator.ADD) {
            add(access, operand, span, access.span());
        } else if (operator == BinaryOperator.SUBTRACT) {
            add(
                    access,
                    program.code.binary(BinaryOperation.SUB, program.integer(0), operand),
                    span,
                    access.span());
        } else {
            Frame.Mark mark = program.frame.mark();
            Place key = key(map, access.key());
            Value found = lookup(map, key);
            Fork fork = Fork.on(program, program.isNotNull(found));
            Place place = new Place(found, 0);
            Value old = program.expressions.load(place, map.value());
            Value changed = program.arithmetic.apply(operator, old, operand, span);
            program.store(place, map.value().size(), changed);
            fork.otherwise();
            missing(access.span());
            put(
                    map,
                    key,
                    program.arithmetic.apply(operator, program.integer(0), operand, span),
                    span);
            fork.join();
            program.frame.release(mark);
        }
    }

    /** Adds to {@code @m[k]} without losing what other CPUs add at the same time. */
    void add(Expression.MapAccess access, Value value, Span span) {
        add(access, value, span, span);
    }

    /**
     * The same.
     *
     * @param read what is said to have been read if there was no entry
     */
    private void add(Expression.MapAccess access, Value value, Span span, Span read) {
        MapInfo map = program.script.map(access.name());
        Frame.Mark mark = program.frame.mark();
        Place key = key(map, access.key());
        Value found = lookup(map, key);
        Fork fork = Fork.on(program, program.isNotNull(found));
        addTo(found, map.value(), value);
        fork.otherwise();
        missing(read);
        Value result = call(BpfHelper.MAP_UPDATE_ELEM, map, key, register(map, value), ONLY_NEW);
        Fork made = Fork.on(program, isNegative(result));
        // Another CPU may have made the entry in between.
        Value again = lookup(map, key);
        Fork full = Fork.on(program, program.isNotNull(again));
        addTo(again, map.value(), value);
        full.otherwise();
        failed(result, span);
        full.join();
        made.join();
        fork.join();
        program.frame.release(mark);
    }

    private void addTo(Value entry, ScriptType type, Value value) {
        int size = type.size();
        if (size == 8 || size == 4) {
            program.code.atomicAdd(
                    entry, 0, size == 8 ? value : program.code.truncate(value, Type.I32));
        } else {
            // There is no atomic addition of fewer bytes.
            Place place = new Place(entry, 0);
            Value old = program.expressions.load(place, type);
            program.store(place, size, program.code.binary(BinaryOperation.ADD, old, value));
        }
    }

    /** {@return what {@code @m[k]++} and {@code ++@m[k]} give} */
    Value increment(Expression.Increment increment, Expression.MapAccess access) {
        MapInfo map = program.script.map(access.name());
        Frame.Mark mark = program.frame.mark();
        Place key = key(map, access.key());
        Value found = lookup(map, key);
        Fork fork = Fork.on(program, program.isNotNull(found));
        Place place = new Place(found, 0);
        Value old = program.expressions.load(place, map.value());
        Value changed = program.expressions.incremented(increment, old, map.value());
        program.store(place, map.value().size(), changed);
        fork.otherwise();
        missing(increment.span());
        Value zero = program.integer(0);
        Value first = program.expressions.incremented(increment, zero, map.value());
        put(map, key, first, increment.span());
        Value result =
                increment.prefix() ? fork.joinValue(changed, first) : fork.joinValue(old, zero);
        program.frame.release(mark);
        return result;
    }

    /** {@return whether {@code delete(@m, k)} or {@code delete(@m[k])} deleted anything} */
    Value delete(List<Expression> arguments) {
        Expression.MapAccess access = (Expression.MapAccess) arguments.getFirst();
        MapInfo map = program.script.map(access.name());
        Frame.Mark mark = program.frame.mark();
        Place key = key(map, arguments.size() > 1 ? arguments.get(1) : access.key());
        Value deleted;
        if (schema(map).value().hasBuckets()) {
            BucketLoop loop = new BucketLoop(program, schema(map), key);
            deleted = loop.end(deleteEntry(map, key));
        } else {
            deleted = deleteEntry(map, key);
        }
        program.frame.release(mark);
        return program.code.zeroExtend(deleted, Type.I64);
    }

    private Value deleteEntry(MapInfo map, Place key) {
        Value result =
                program.code.call(
                        BpfHelper.MAP_DELETE_ELEM,
                        Type.I32,
                        program.code.mapAddress(schema(map).map()),
                        program.address(key));
        return program.code.compare(Predicate.EQ, result, program.code.constant(Type.I32, 0));
    }

    /** {@code find(@m, k, $v)}: whether {@code @m[k]} exists, which is then in the variable. */
    Value find(List<Expression> arguments) {
        Expression.MapAccess access = (Expression.MapAccess) arguments.getFirst();
        MapInfo map = program.script.map(access.name());
        VariableInfo variable = program.script.variableOf((Expression.Variable) arguments.get(2));
        Frame.Mark mark = program.frame.mark();
        Value found = lookup(map, key(map, arguments.get(1)));
        Fork fork = Fork.on(program, program.isNotNull(found));
        Place value = new Place(found, 0);
        if (Variables.inMemory(variable.type())) {
            program.memory.copyConverted(
                    value, map.value(), program.variables.place(variable), variable.type());
        } else {
            program.variables.set(variable, program.expressions.load(value, map.value()));
        }
        fork.otherwise();
        Value there = fork.joinValue(program.integer(1), program.integer(0));
        program.frame.release(mark);
        return there;
    }

    /** {@return whether {@code @m[k]} exists} */
    Value hasKey(List<Expression> arguments) {
        Expression.MapAccess access = (Expression.MapAccess) arguments.getFirst();
        MapInfo map = program.script.map(access.name());
        Frame.Mark mark = program.frame.mark();
        Place key = key(map, arguments.get(1));
        Value found;
        if (schema(map).value().hasBuckets()) {
            BucketLoop loop = new BucketLoop(program, schema(map), key);
            found = loop.end(program.isNotNull(lookup(map, key)));
        } else {
            found = program.isNotNull(lookup(map, key));
        }
        program.frame.release(mark);
        return program.code.zeroExtend(found, Type.I64);
    }

    /** {@return a whole key; the bucket of a histogram is left to be written} */
    Place key(MapInfo map, @Nullable Expression key) {
        Place place = program.frame.allocate("key of " + map.name(), schema(map).keySize());
        ScriptType type = map.key();
        if (type != null && key != null) {
            program.memory.write(key, type, place);
        } else if (!schema(map).value().hasBuckets()) {
            program.store(place, 8, program.integer(0));
        }
        return place;
    }

    /** {@return the address of an entry's value (of this CPU), null if there is none} */
    Value lookup(MapInfo map, Place key) {
        return program.code.call(
                BpfHelper.MAP_LOOKUP_ELEM,
                Type.pointer(AddressSpace.MAP_VALUE),
                program.code.mapAddress(schema(map).map()),
                program.address(key));
    }

    /** Makes or replaces an entry; says so if the map is full. */
    void update(MapInfo map, Place key, Place value, int flags, Span span) {
        Value result = call(BpfHelper.MAP_UPDATE_ELEM, map, key, value, flags);
        Fork fork = Fork.on(program, isNegative(result));
        failed(result, span);
        fork.join();
    }

    /** Makes or replaces an entry whose value fits a register. */
    private void put(MapInfo map, Place key, Value value, Span span) {
        update(map, key, register(map, value), ANY, span);
    }

    private Place register(MapInfo map, Value value) {
        int size = map.value().size();
        Place place = program.frame.allocate("value of " + map.name(), size);
        program.store(place, size, value);
        return place;
    }

    private Place bytes(Expression value, ScriptType type) {
        if (value instanceof Expression.Variable
                && Types.same(program.script.typeOf(value), type)) {
            return program.memory.place(value);
        }
        Place place = program.frame.allocate(type.text(), type.size());
        program.memory.write(value, type, place);
        return place;
    }

    private Value call(BpfHelper helper, MapInfo map, Place key, Place value, int flags) {
        return program.code.call(
                helper,
                Type.I32,
                program.code.mapAddress(schema(map).map()),
                program.address(key),
                program.address(value),
                program.integer(flags));
    }

    private Value isNegative(Value result) {
        return program.code.compare(Predicate.SLT, result, program.code.constant(Type.I32, 0));
    }

    private void failed(Value result, Span span) {
        program.events.count(ScriptTables.FAILED_UPDATES);
        program.events.runtimeError(
                new EventFormat.RuntimeError(
                        MAP_FULL, BpfHelper.MAP_UPDATE_ELEM.kernelName(), span),
                program.code.signExtend(result, Type.I64));
    }

    private MapSchema schema(MapInfo map) {
        return program.tables.map(map.name());
    }
}
