package dev.skep.trace.lower;

import dev.skep.trace.check.ScriptType;
import dev.skep.trace.record.StackMode;
import dev.skep.trace.schema.MapValue;
import dev.skep.trace.schema.Resolution;
import dev.skep.trace.schema.ValueFormat;

import java.util.ArrayList;
import java.util.List;

/** How user space reads values of the language's types. */
final class ValueFormats {
    private final String trailer;
    private final List<String> texts;

    /**
     * Makes formats.
     *
     * @param trailer what is put behind strings that were cut off
     * @param texts the formats and patterns that the script's calls give
     */
    ValueFormats(String trailer, List<String> texts) {
        this.trailer = trailer;
        this.texts = texts;
    }

    /** {@return how a value of that type is read from memory} */
    ValueFormat of(ScriptType type) {
        return switch (type) {
            case ScriptType.Int(int size, boolean signed) -> new ValueFormat.Int(size, signed);
            case ScriptType.Enumeration named -> StructFormats.enumeration(named);
            case ScriptType.Array(ScriptType element, int length) ->
                    new ValueFormat.Array(of(element), length);
            case ScriptType.Composite struct -> new StructFormats(this).of(struct);
            case ScriptType.NamedTuple record -> new StructFormats(this).of(record);
            case ScriptType.Bool() -> new ValueFormat.Bool();
            case ScriptType.Pointer _ -> new ValueFormat.Pointer();
            case ScriptType.Text(int capacity) -> new ValueFormat.Text(capacity, trailer);
            case ScriptType.Stack(boolean user, StackMode mode, int frames) ->
                    new ValueFormat.Stack(user, mode, frames);
            case ScriptType.Symbol(boolean user) ->
                    user ? new ValueFormat.UserSymbol() : new ValueFormat.KernelSymbol();
            case ScriptType.Buffer(int capacity) -> new ValueFormat.Buffer(capacity);
            case ScriptType.Resolved(Resolution kind) -> new ValueFormat.Resolved(kind, texts);
            case ScriptType.Tuple(List<ScriptType> elements) -> {
                List<ValueFormat> formats = new ArrayList<>(elements.size());
                for (ScriptType element : elements) {
                    formats.add(of(element));
                }
                yield ValueFormat.Tuple.of(formats);
            }
            case ScriptType.None _,
                    ScriptType.Void _,
                    ScriptType.Opaque _,
                    ScriptType.Arguments _,
                    ScriptType.Aggregate _ ->
                    throw new IllegalArgumentException("no value: " + type.text());
        };
    }

    /** {@return what a map holds whose values have that type} */
    MapValue ofMap(ScriptType type) {
        return type instanceof ScriptType.Aggregate(MapValue kind)
                ? kind
                : new MapValue.Scalar(of(type));
    }
}
