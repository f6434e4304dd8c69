package dev.skep.trace.lower;

import dev.skep.bpf.btf.Layout;
import dev.skep.compiler.ir.Value;
import dev.skep.trace.check.Constant;
import dev.skep.trace.check.MapInfo;
import dev.skep.trace.check.ScriptType;
import dev.skep.trace.schema.EventFormat;
import dev.skep.trace.schema.MapSchema;
import dev.skep.trace.schema.PrintfFormat;
import dev.skep.trace.schema.ValueFormat;
import dev.skep.trace.syntax.Expression;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** The functions that tell user space something: {@code printf print clear zero time exit}. */
final class Output {
    private static final String DEFAULT_TIME_FORMAT = "%H:%M:%S\n";

    private final Program program;

    Output(Program program) {
        this.program = program;
    }

    /** {@code printf(format, …)}: a record of the arguments; the format stays in user space. */
    void printf(Expression.Call call) {
        send(call, null);
    }

    /** A call that formats its arguments as {@code printf} does, for another purpose. */
    void formatted(Expression.Call call, EventFormat.Formatted.Purpose purpose) {
        send(call, purpose);
    }

    private void send(Expression.Call call, EventFormat.Formatted.@Nullable Purpose purpose) {
        PrintfFormat format = program.script.formatOf(call);
        List<Expression> arguments = call.arguments().subList(1, call.arguments().size());
        Layout.StructBuilder builder = Layout.struct("printf").field("id", Layout.U64);
        for (int i = 0; i < arguments.size(); i++) {
            builder.field("arg" + i, program.script.typeOf(arguments.get(i)).layout());
        }
        Layout.Struct layout = builder.build();
        List<EventFormat.Argument> places = new ArrayList<>(arguments.size());
        for (int i = 0; i < arguments.size(); i++) {
            places.add(
                    new EventFormat.Argument(
                            layout.fields().get(i + 1).offset(), format(arguments.get(i))));
        }
        List<Early> early = evaluateEarly(arguments);
        EventFormat.Printf text = new EventFormat.Printf(format, places, layout);
        Events.Event record =
                program.events.begin(
                        call,
                        purpose == null
                                ? text
                                : new EventFormat.Formatted(
                                        purpose,
                                        text,
                                        call.span(),
                                        program.script.config().maxCatBytes()));
        for (int i = 0; i < arguments.size(); i++) {
            writeArgument(
                    arguments.get(i), early.get(i), record.bytes().plus(places.get(i).offset()));
        }
        record.submit();
    }

    /**
     * An argument that was evaluated before its record was asked for, or not.
     *
     * @param value its value, if it was and fits a register
     * @param place where its value is, if it was and lives in memory
     */
    private record Early(@Nullable Value value, @Nullable Place place) {
        static final Early NOT = new Early(null, null);
    }

    /**
     * What must happen even if there is no room for the record happens before it is asked for; and
     * then all numbers are computed there, so that they are computed in order.
     */
    private List<Early> evaluateEarly(List<Expression> arguments) {
        boolean effects = false;
        for (Expression argument : arguments) {
            effects |= program.effects.any(argument);
        }
        List<Early> early = new ArrayList<>(arguments.size());
        for (Expression argument : arguments) {
            if (effects && !Variables.inMemory(program.script.typeOf(argument))) {
                early.add(new Early(program.expressions.scalar(argument), null));
            } else if (program.effects.any(argument)) {
                early.add(new Early(null, program.memory.place(argument)));
            } else {
                early.add(Early.NOT);
            }
        }
        return early;
    }

    private void writeArgument(Expression argument, Early early, Place to) {
        ScriptType type = program.script.typeOf(argument);
        if (early.value != null) {
            program.store(to, type.size(), early.value);
        } else if (early.place != null) {
            program.copy(to, early.place, type.size());
        } else if (type instanceof ScriptType.Text(int capacity)) {
            // Nobody reads what is behind the NUL. On the stack the verifier would want it written.
            boolean padded = capacity <= program.tables.onStackLimit();
            program.strings.write(argument, capacity, to, padded);
        } else {
            program.memory.write(argument, type, to);
        }
    }

    /** {@code print(…)} of a map, of an entry, or of a value. */
    void print(Expression.Call call) {
        Expression first = call.arguments().getFirst();
        if (first instanceof Expression.MapAccess access) {
            MapInfo map = program.script.map(access.name());
            if (access.key() == null) {
                program.events.send(
                        call,
                        new EventFormat.PrintMap(schema(access), number(call, 1), number(call, 2)));
                return;
            }
            if (program.script.typeOf(access) instanceof ScriptType.Aggregate) {
                printEntry(call, access, map);
                return;
            }
        }
        Layout.Struct layout =
                Layout.struct("print")
                        .field("id", Layout.U64)
                        .field("value", program.script.typeOf(first).layout())
                        .build();
        EventFormat.Argument value =
                new EventFormat.Argument(layout.fields().get(1).offset(), format(first));
        List<Early> early = evaluateEarly(List.of(first));
        Events.Event record = program.events.begin(call, new EventFormat.PrintValue(value, layout));
        writeArgument(first, early.getFirst(), record.bytes().plus(value.offset()));
        record.submit();
    }

    private void printEntry(Expression.Call call, Expression.MapAccess access, MapInfo map) {
        ScriptType key = map.key();
        Expression keyExpression = access.key();
        if (key == null || keyExpression == null) {
            throw Expressions.unexpected(access);
        }
        Layout.Struct layout =
                Layout.struct("print_entry")
                        .field("id", Layout.U64)
                        .field("key", key.layout())
                        .build();
        int offset = layout.fields().get(1).offset();
        Events.Event record =
                program.events.begin(
                        call, new EventFormat.PrintMapEntry(schema(access), offset, layout));
        program.memory.write(keyExpression, key, record.bytes().plus(offset));
        record.submit();
    }

    /** {@code clear(@m)}. */
    void clear(Expression.Call call) {
        program.events.send(call, new EventFormat.ClearMap(schema(map(call))));
    }

    /** {@code zero(@m)}. */
    void zero(Expression.Call call) {
        program.events.send(call, new EventFormat.ZeroMap(schema(map(call))));
    }

    /** {@code time()} and {@code time(format)}. */
    void time(Expression.Call call) {
        List<Expression> arguments = call.arguments();
        String format = arguments.isEmpty() ? DEFAULT_TIME_FORMAT : text(arguments.getFirst());
        program.events.send(call, new EventFormat.Time(format));
    }

    /** {@code exit()} and {@code exit(code)}; the program returns. */
    void exit(Expression.Call call) {
        List<Expression> arguments = call.arguments();
        Value code =
                arguments.isEmpty()
                        ? program.integer(0)
                        : program.expressions.scalar(arguments.getFirst());
        exit(code);
    }

    /** Ends the script with a code; the program returns. */
    void exit(Value code) {
        Events.Event record = program.events.begin(EventFormat.Exit.FORMAT);
        program.store(record.bytes().plus(EventFormat.Exit.FORMAT.code().offset()), 4, code);
        record.submit();
        program.returnDefault();
    }

    private Expression.MapAccess map(Expression.Call call) {
        return (Expression.MapAccess) call.arguments().getFirst();
    }

    private MapSchema schema(Expression.MapAccess access) {
        return program.tables.map(access.name());
    }

    private ValueFormat format(Expression argument) {
        return program.tables.valueFormats().of(program.script.typeOf(argument));
    }

    private int number(Expression.Call call, int index) {
        return index < call.arguments().size()
                        && program.script.constantOf(call.arguments().get(index))
                                instanceof Constant.Int constant
                ? Math.clamp(constant.value(), 0, Integer.MAX_VALUE)
                : 0;
    }

    private String text(Expression expression) {
        if (program.script.constantOf(expression) instanceof Constant.Text(String characters)) {
            return new Constant.Text(characters).text();
        }
        throw Expressions.unexpected(expression);
    }
}
