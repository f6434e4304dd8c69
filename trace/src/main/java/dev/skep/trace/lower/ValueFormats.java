package dev.skep.trace.lower;

import dev.skep.trace.check.ScriptType;
import dev.skep.trace.schema.MapValue;
import dev.skep.trace.schema.ValueFormat;
import java.util.ArrayList;
import java.util.List;

/** How user space reads values of the language's types. */
final class ValueFormats {
    private final String trailer;

    /** Makes formats that put {@code trailer} behind strings that were cut off. */
    ValueFormats(String trailer) {
        this.trailer = trailer;
    }

    /** {@return how a value of that type is read from memory} */
    ValueFormat of(ScriptType type) {
        return switch (type) {
            case ScriptType.Int(int size, boolean signed) -> new ValueFormat.Int(size, signed);
            case ScriptType.Bool() -> new ValueFormat.Bool();
            case ScriptType.Pointer _ -> new ValueFormat.Pointer();
            case ScriptType.Text(int capacity) -> new ValueFormat.Text(capacity, trailer);
            case ScriptType.Tuple(List<ScriptType> elements) -> {
                List<ValueFormat> formats = new ArrayList<>(elements.size());
                for (ScriptType element : elements) {
                    formats.add(of(element));
                }
                yield ValueFormat.Tuple.of(formats);
            }
            case ScriptType.None _,
                    ScriptType.Array _,
                    ScriptType.Void _,
                    ScriptType.Opaque _,
                    ScriptType.Arguments _,
                    ScriptType.Aggregate _ ->
                    throw new IllegalArgumentException("no value: " + type.text());
        };
    }

    /** {@return what a map holds whose values have that type} */
    MapValue ofMap(ScriptType type) {
        return switch (type) {
            case ScriptType.Count() -> new MapValue.Count();
            case ScriptType.Sum(boolean signed) -> new MapValue.Sum(signed);
            case ScriptType.Min(boolean signed) -> new MapValue.Min(signed);
            case ScriptType.Max(boolean signed) -> new MapValue.Max(signed);
            case ScriptType.Average(boolean signed) -> new MapValue.Avg(signed);
            case ScriptType.Stats(boolean signed) -> new MapValue.Stats(signed);
            case ScriptType.Hist(int bits) -> new MapValue.Histogram(bits);
            case ScriptType.LinearHist(long min, long max, long step) ->
                    new MapValue.LinearHistogram(min, max, step);
            case ScriptType.None _,
                    ScriptType.Int _,
                    ScriptType.Bool _,
                    ScriptType.Text _,
                    ScriptType.Pointer _,
                    ScriptType.Array _,
                    ScriptType.Tuple _,
                    ScriptType.Void _,
                    ScriptType.Opaque _,
                    ScriptType.Arguments _ ->
                    new MapValue.Scalar(of(type));
        };
    }
}
