package dev.skep.trace.lower;

import dev.skep.bpf.asm.SourcePosition;
import dev.skep.bpf.btf.Layout;
import dev.skep.trace.check.Constant;
import dev.skep.trace.check.Function;
import dev.skep.trace.check.ScriptType;
import dev.skep.trace.check.TypeInfo;
import dev.skep.trace.syntax.Expression;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** Values in memory: written where the consumer wants them, and compared. */
final class MemoryValues {
    private final Program program;

    MemoryValues(Program program) {
        this.program = program;
    }

    /**
     * Writes the value of an expression as a value of {@code type}, which may be wider than its
     * own. All {@code type.size()} bytes are written.
     */
    void write(Expression expression, ScriptType type, Place to) {
        @Nullable SourcePosition before = program.enter(expression.span());
        switch (type) {
            case ScriptType.Int(int size, boolean _) ->
                    program.store(to, size, program.expressions.scalar(expression));
            case ScriptType.Enumeration named ->
                    program.store(to, named.size(), program.expressions.scalar(expression));
            case ScriptType.Bool _ -> program.store(to, 1, program.expressions.scalar(expression));
            case ScriptType.Pointer _ ->
                    program.store(to, 8, program.expressions.scalar(expression));
            case ScriptType.Text(int capacity) ->
                    program.strings.write(expression, capacity, to, true);
            case ScriptType.Symbol(boolean user) when !user ->
                    program.store(to, 8, program.expressions.scalar(expression));
            case ScriptType.Stack _, ScriptType.Symbol _ ->
                    program.stacks.write(expression, type, to);
            case ScriptType.Buffer _, ScriptType.Resolved _ ->
                    program.resolved.write(expression, type, to);
            case ScriptType.Tuple _,
                    ScriptType.NamedTuple _,
                    ScriptType.Array _,
                    ScriptType.Composite _ ->
                    writeObject(expression, type, to);
            case ScriptType.None _,
                    ScriptType.Void _,
                    ScriptType.Opaque _,
                    ScriptType.Arguments _,
                    ScriptType.Aggregate _ ->
                    throw Expressions.unexpected(expression);
        }
        program.leave(before);
    }

    private void writeObject(Expression expression, ScriptType type, Place to) {
        switch (expression) {
            case Expression.Tuple literal -> writeElements(literal.elements(), type, to);
            case Expression.Call call -> {
                if (program.script.functionOf(call) == Function.TYPEINFO) {
                    writeTypeInfo(call, type, to);
                } else {
                    program.resolved.writeNetworkOrder(call, to);
                }
            }
            case Expression.RecordLiteral literal -> writeFields(literal, type, to);
            case Expression.MapAccess access -> program.maps.readTo(access, type, to);
            case Expression.Conditional conditional -> writeEither(conditional, type, to);
            case Expression.BlockExpression block -> writeBlock(block, type, to);
            case Expression.Cast cast -> writeCast(cast, type, to);
            case Expression.Comptime comptime -> write(comptime.operand(), type, to);
            case Expression.FieldAccess _, Expression.Index _, Expression.Unary _ ->
                    program.located.write(expression, type, to);
            case Expression.Variable _, Expression.ElementAccess _ ->
                    copyConverted(place(expression), program.script.typeOf(expression), to, type);
            case Expression.IntegerLiteral _,
                    Expression.BooleanLiteral _,
                    Expression.StringLiteral _,
                    Expression.Name _,
                    Expression.Parameter _,
                    Expression.ParameterCount _,
                    Expression.TypeOperand _,
                    Expression.Increment _,
                    Expression.Binary _ ->
                    throw Expressions.unexpected(expression);
        }
    }

    /** Writes the elements of a tuple, or the values of a record. */
    private void writeElements(List<Expression> expressions, ScriptType type, Place to) {
        List<ScriptType> types = elements(type);
        Layout.Struct layout = (Layout.Struct) type.layout();
        clearPadding(layout, to);
        for (int i = 0; i < types.size(); i++) {
            write(expressions.get(i), types.get(i), to.plus(layout.fields().get(i).offset()));
        }
    }

    /** Writes what {@code typeinfo} says, all of which is known. */
    private void writeTypeInfo(Expression.Call call, ScriptType type, Place to) {
        List<ScriptType> types = elements(type);
        Layout.Struct layout = (Layout.Struct) type.layout();
        clearPadding(layout, to);
        List<Constant> values =
                TypeInfo.of(program.script.typeOf(call.arguments().getFirst())).values();
        for (int i = 0; i < types.size(); i++) {
            Place field = to.plus(layout.fields().get(i).offset());
            int size = types.get(i).size();
            switch (values.get(i)) {
                case Constant.Int(long value, boolean _) ->
                        program.store(field, size, program.integer(value));
                case Constant.Bool(boolean value) ->
                        program.store(field, size, program.integer(value ? 1 : 0));
                case Constant.Text(String characters) ->
                        program.strings.writeConstant(characters, size, field, true);
            }
        }
    }

    /** Writes the values of a record, whose fields may stand in another order. */
    private void writeFields(Expression.RecordLiteral literal, ScriptType type, Place to) {
        if (!(type instanceof ScriptType.NamedTuple record)) {
            throw Expressions.unexpected(literal);
        }
        Layout.Struct layout = (Layout.Struct) type.layout();
        clearPadding(layout, to);
        for (int i = 0; i < literal.names().size(); i++) {
            int at = record.names().indexOf(literal.names().get(i));
            Place field = to.plus(layout.fields().get(at).offset());
            write(literal.values().get(i), record.values().get(at), field);
        }
    }

    /** {@return the types of a tuple's elements or a record's values} */
    private static List<ScriptType> elements(ScriptType type) {
        return switch (type) {
            case ScriptType.Tuple(List<ScriptType> elements) -> elements;
            case ScriptType.NamedTuple(var _, List<ScriptType> values) -> values;
            case ScriptType _ -> throw new IllegalArgumentException("no tuple: " + type.text());
        };
    }

    /** Writes an array of bytes that something else is taken for. */
    private void writeCast(Expression.Cast cast, ScriptType type, Place to) {
        ScriptType from = program.script.typeOf(cast.operand());
        if (ScriptType.integer(from) != null || from instanceof ScriptType.Pointer) {
            program.store(to, type.size(), program.expressions.scalar(cast.operand()));
        } else if (from instanceof ScriptType.Text) {
            program.strings.write(cast.operand(), type.size(), to, true);
        } else if (from instanceof ScriptType.Array) {
            write(cast.operand(), from, to);
        } else {
            write(cast.operand(), type, to);
        }
    }

    /** Writes a value, and returns where, as a value of a type that may be wider than its own. */
    Place placeAs(Expression expression, ScriptType type) {
        if (Types.same(program.script.typeOf(expression), type)) {
            return place(expression);
        }
        Place place = program.frame.allocate(type.text(), type.size());
        write(expression, type, place);
        return place;
    }

    /** Writes the value of a block. */
    void writeBlock(Expression.BlockExpression block, ScriptType type, Place to) {
        Expression value = block.value();
        if (value == null) {
            throw Expressions.unexpected(block);
        }
        Frame.Mark mark = program.statements.begin(block);
        write(value, type, to);
        program.statements.end(block, mark);
    }

    /** Writes one of two values. */
    void writeEither(Expression.Conditional conditional, ScriptType type, Place to) {
        Expression only = program.expressions.onlyWay(conditional);
        if (only != null) {
            write(only, type, to);
            return;
        }
        Expression then = conditional.then() == null ? conditional.condition() : conditional.then();
        Fork fork = Fork.on(program, conditional.condition());
        write(then, type, to);
        fork.otherwise();
        write(conditional.otherwise(), type, to);
        fork.join();
    }

    /** {@return where the value of an expression is; its type is the expression's own} */
    Place place(Expression expression) {
        return switch (expression) {
            case Expression.Variable variable ->
                    program.variables.place(program.script.variableOf(variable));
            case Expression.ElementAccess access -> element(access.target(), access.index());
            case Expression.Comptime comptime -> place(comptime.operand());
            case Expression.FieldAccess _, Expression.Index _, Expression.Unary _ -> {
                Location location = program.locations.of(expression);
                yield location instanceof Location.Local(Place place)
                                && !(program.script.typeOf(expression) instanceof ScriptType.Text)
                        ? place
                        : temporary(expression, location);
            }
            case Expression.IntegerLiteral _,
                    Expression.BooleanLiteral _,
                    Expression.StringLiteral _,
                    Expression.Name _,
                    Expression.Parameter _,
                    Expression.ParameterCount _,
                    Expression.MapAccess _,
                    Expression.Call _,
                    Expression.TypeOperand _,
                    Expression.Increment _,
                    Expression.Binary _,
                    Expression.Conditional _,
                    Expression.Cast _,
                    Expression.Tuple _,
                    Expression.RecordLiteral _,
                    Expression.BlockExpression _ ->
                    temporary(expression);
        };
    }

    private Place temporary(Expression expression, Location location) {
        ScriptType type = program.script.typeOf(expression);
        Place place = program.frame.allocate(type.text(), type.size());
        program.located.writeFrom(expression, location, type, place);
        return place;
    }

    private Place temporary(Expression expression) {
        ScriptType type = program.script.typeOf(expression);
        Place place = program.frame.allocate(type.text(), type.size());
        write(expression, type, place);
        return place;
    }

    private Place element(Expression tuple, int index) {
        Layout.Struct layout = (Layout.Struct) program.script.typeOf(tuple).layout();
        return place(tuple).plus(layout.fields().get(index).offset());
    }

    /** Copies a value into the place of one of the same kind that may be wider. */
    void copyConverted(Place from, ScriptType fromType, Place to, ScriptType toType) {
        if (Types.same(fromType, toType)) {
            program.copy(to, from, toType.size());
            return;
        }
        switch (toType) {
            case ScriptType.Text(int capacity) -> {
                int size = Math.min(fromType.size(), capacity);
                program.copy(to, from, size);
                program.clear(to.plus(size), capacity - size);
            }
            case ScriptType.Buffer _ -> {
                program.copy(to, from, fromType.size());
                program.clear(to.plus(fromType.size()), toType.size() - fromType.size());
            }
            case ScriptType.Tuple _, ScriptType.NamedTuple _ -> {
                List<ScriptType> sources = elements(fromType);
                List<ScriptType> elements = elements(toType);
                Layout.Struct fromLayout = (Layout.Struct) fromType.layout();
                Layout.Struct toLayout = (Layout.Struct) toType.layout();
                clearPadding(toLayout, to);
                for (int i = 0; i < elements.size(); i++) {
                    int at = sourceOf(i, fromType, toType);
                    copyConverted(
                            from.plus(fromLayout.fields().get(at).offset()),
                            sources.get(at),
                            to.plus(toLayout.fields().get(i).offset()),
                            elements.get(i));
                }
            }
            case ScriptType.Composite _, ScriptType.Array _ ->
                    program.copy(to, from, toType.size());
            case ScriptType.Int _,
                    ScriptType.Enumeration _,
                    ScriptType.Bool _,
                    ScriptType.Pointer _,
                    ScriptType.Stack _,
                    ScriptType.Symbol _,
                    ScriptType.Resolved _,
                    ScriptType.None _,
                    ScriptType.Void _,
                    ScriptType.Opaque _,
                    ScriptType.Arguments _,
                    ScriptType.Aggregate _ ->
                    program.store(to, toType.size(), program.expressions.load(from, fromType));
        }
    }

    /** {@return which part of a value becomes part {@code index} of another: fields go by name} */
    private static int sourceOf(int index, ScriptType from, ScriptType to) {
        return from instanceof ScriptType.NamedTuple source
                        && to instanceof ScriptType.NamedTuple target
                ? source.names().indexOf(target.names().get(index))
                : index;
    }

    /** Zeroes a struct if it has bytes that belong to no field: keys compare all bytes. */
    void clearPadding(Layout.Struct layout, Place to) {
        int used = 0;
        for (Layout.Struct.Field field : layout.fields()) {
            used += field.layout().size();
        }
        if (used != layout.size()) {
            program.clear(to, layout.size());
        }
    }
}
