package dev.skep.trace.run;

import dev.skep.trace.record.ByteText;
import dev.skep.trace.record.TraceRecord.MapContents.Entry;
import dev.skep.trace.record.Value;
import dev.skep.trace.schema.MapSchema;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** In which order the entries of a map are shown. */
final class ValueOrder {

    private ValueOrder() {}

    static Comparator<Entry> of(MapSchema.Order order) {
        return (a, b) -> {
            int byValue = byValue(order, a, b);
            // What is equal is in no order of the kernel's: a hash gives any.
            return byValue != 0 ? byValue : compare(a.key(), b.key());
        };
    }

    private static int byValue(MapSchema.Order order, Entry a, Entry b) {
        return switch (order) {
            case SIGNED_VALUE -> Long.compare(number(a.value()), number(b.value()));
            case UNSIGNED_VALUE, AVERAGE -> byNumber(a, b);
            case TOTAL_COUNT -> Long.compareUnsigned(total(a.value()), total(b.value()));
            case KEY -> 0;
        };
    }

    private static int byNumber(Entry a, Entry b) {
        return isSigned(a.value())
                ? Long.compare(number(a.value()), number(b.value()))
                : Long.compareUnsigned(number(a.value()), number(b.value()));
    }

    private static boolean isSigned(Value value) {
        return switch (value) {
            case Value.Int i -> i.signed();
            case Value.Average a -> a.signed();
            case Value.Stats s -> s.average().signed();
            // Minimum and maximum are ordered as unsigned whatever their sign, as upstream does.
            case Value.Total _,
                    Value.Bool _,
                    Value.Pointer _,
                    Value.Text _,
                    Value.Stack _,
                    Value.Symbol _,
                    Value.Buffer _,
                    Value.Tuple _,
                    Value.Array _,
                    Value.Fields _,
                    Value.Enumerator _,
                    Value.Histogram _,
                    Value.TimeSeries _ ->
                    false;
        };
    }

    private static long number(Value value) {
        return switch (value) {
            case Value.Int i -> i.value();
            case Value.Total t -> t.value();
            case Value.Average a -> a.value();
            case Value.Stats s -> s.average().value();
            case Value.Pointer p -> p.address();
            case Value.Bool b -> b.value() ? 1 : 0;
            case Value.Histogram h -> h.total();
            case Value.Enumerator e -> e.value();
            case Value.Symbol s -> s.frame().address();
            case Value.Stack s -> s.frames().isEmpty() ? 0 : s.frames().getFirst().address();
            case Value.Text _,
                    Value.Tuple _,
                    Value.Buffer _,
                    Value.Array _,
                    Value.Fields _,
                    Value.TimeSeries _ ->
                    0;
        };
    }

    private static long total(Value value) {
        return value instanceof Value.Histogram histogram ? histogram.total() : number(value);
    }

    /** Integers as signed, strings bytewise, what has elements by the first, then second, …. */
    private static int compare(@Nullable Value a, @Nullable Value b) {
        if (a instanceof Value.Text(String left) && b instanceof Value.Text(String right)) {
            return Arrays.compareUnsigned(ByteText.bytes(left), ByteText.bytes(right));
        }
        if (a instanceof Value.Tuple left && b instanceof Value.Tuple right) {
            return compare(left.elements(), right.elements());
        }
        if (a instanceof Value.Array left && b instanceof Value.Array right) {
            return compare(left.elements(), right.elements());
        }
        if (a instanceof Value.Fields left && b instanceof Value.Fields right) {
            return compare(values(left), values(right));
        }
        return a == null || b == null ? 0 : Long.compare(number(a), number(b));
    }

    private static List<Value> values(Value.Fields fields) {
        List<Value> values = new ArrayList<>(fields.fields().size());
        for (Value.Field field : fields.fields()) {
            values.add(field.value());
        }
        return values;
    }

    private static int compare(List<Value> a, List<Value> b) {
        int elements = Math.min(a.size(), b.size());
        for (int i = 0; i < elements; i++) {
            int order = compare(a.get(i), b.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(a.size(), b.size());
    }
}
