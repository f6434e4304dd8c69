package dev.skep.trace.check;

import dev.skep.trace.check.ScriptType.Aggregate;
import dev.skep.trace.schema.MapValue;

/** How messages speak of types where they leave sizes out. */
final class TypeTexts {
    private TypeTexts() {}

    /** {@return what sort of type it is: {@code int}, {@code string}} */
    static String kind(ScriptType type) {
        return switch (type) {
            case ScriptType.None _ -> "none";
            case ScriptType.Int _ -> "int";
            case ScriptType.Enumeration _ -> "enum";
            case ScriptType.Bool _ -> "bool";
            case ScriptType.Text _ -> "string";
            case ScriptType.Pointer _ -> "pointer";
            case ScriptType.Array _ -> "array";
            case ScriptType.Tuple _ -> "tuple";
            case ScriptType.NamedTuple _ -> "record";
            case ScriptType.Composite struct -> struct.union() ? "union" : "struct";
            case ScriptType.Void _ -> "void";
            case ScriptType.Opaque _ -> "struct";
            case ScriptType.Stack stack -> stack.user() ? "ustack" : "kstack";
            case ScriptType.Symbol symbol -> symbol.text();
            case ScriptType.Buffer _ -> "buffer";
            case ScriptType.Resolved resolved -> resolved.text();
            case ScriptType.Arguments _ -> "args";
            case Aggregate aggregate -> aggregate.text();
        };
    }

    /** {@return a call that fills a map of that type} */
    static String exampleCall(Aggregate aggregate) {
        return switch (aggregate.kind()) {
            case MapValue.Scalar _ -> throw new IllegalArgumentException("no aggregate");
            case MapValue.Count _ -> "count()";
            case MapValue.Sum _ -> "sum(retval)";
            case MapValue.Min _ -> "min(retval)";
            case MapValue.Max _ -> "max(retval)";
            case MapValue.Avg _ -> "avg(retval)";
            case MapValue.Stats _ -> "stats(arg2)";
            case MapValue.Histogram _ -> "hist(retval)";
            case MapValue.LinearHistogram _ -> "lhist(rand, 0, 10, 1)";
            case MapValue.TimeSeries _ -> "tseries(rand, 10s, 1)";
        };
    }
}
