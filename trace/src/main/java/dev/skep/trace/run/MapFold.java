package dev.skep.trace.run;

import dev.skep.bpf.btf.Layout;
import dev.skep.trace.record.Value;
import dev.skep.trace.schema.MapValue;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/** Makes one value of those of all CPUs. */
final class MapFold {

    private static final int EXTREME_VALUE = offset(MapValue.EXTREME, "value");
    private static final int EXTREME_IS_SET = offset(MapValue.EXTREME, "is_set");
    private static final int TOTAL = offset(MapValue.TOTAL, "total");
    private static final int COUNT = offset(MapValue.TOTAL, "count");

    private MapFold() {}

    private static int offset(Layout.Struct struct, String name) {
        for (Layout.Struct.Field field : struct.fields()) {
            if (field.name().equals(name)) {
                return field.offset();
            }
        }
        throw new IllegalArgumentException(struct + " has no field " + name);
    }

    /**
     * {@return the value of an entry}
     *
     * @param kind what is kept
     * @param bytes the values of all CPUs
     * @param cpus how many there are, 1 for what is not per CPU
     * @param stride bytes from one to the next
     */
    static Value of(MapValue kind, MemorySegment bytes, int cpus, int stride) {
        return switch (kind) {
            case MapValue.Scalar(var format) -> format.decode(bytes, 0);
            case MapValue.Count _ -> new Value.Total(sum(bytes, cpus, stride), true);
            case MapValue.Sum(boolean signed) -> new Value.Total(sum(bytes, cpus, stride), signed);
            case MapValue.Min(boolean signed) -> extreme(bytes, cpus, stride, signed, -1);
            case MapValue.Max(boolean signed) -> extreme(bytes, cpus, stride, signed, 1);
            case MapValue.Avg(boolean signed) -> average(bytes, cpus, stride, signed);
            case MapValue.Stats(boolean signed) ->
                    new Value.Stats(average(bytes, cpus, stride, signed));
            case MapValue.Histogram _, MapValue.LinearHistogram _ ->
                    new Value.Total(sum(bytes, cpus, stride), false);
            case MapValue.TimeSeries _ ->
                    throw new IllegalArgumentException("it has several values");
        };
    }

    /** {@return the sum of a u64 of each CPU} */
    static long sum(MemorySegment bytes, int cpus, int stride) {
        return sum(bytes, cpus, stride, 0);
    }

    private static long sum(MemorySegment bytes, int cpus, int stride, int offset) {
        long sum = 0;
        for (int cpu = 0; cpu < cpus; cpu++) {
            sum += bytes.get(ValueLayout.JAVA_LONG, (long) cpu * stride + offset);
        }
        return sum;
    }

    private static Value.Average average(
            MemorySegment bytes, int cpus, int stride, boolean signed) {
        return new Value.Average(
                sum(bytes, cpus, stride, COUNT), sum(bytes, cpus, stride, TOTAL), signed);
    }

    private static Value extreme(
            MemorySegment bytes, int cpus, int stride, boolean signed, int wanted) {
        boolean any = false;
        long best = 0;
        for (int cpu = 0; cpu < cpus; cpu++) {
            long at = (long) cpu * stride;
            if (bytes.get(ValueLayout.JAVA_LONG, at + EXTREME_IS_SET) != 0) {
                long value = bytes.get(ValueLayout.JAVA_LONG, at + EXTREME_VALUE);
                int order = signed ? Long.compare(value, best) : Long.compareUnsigned(value, best);
                if (!any || order == wanted) {
                    best = value;
                }
                any = true;
            }
        }
        return new Value.Total(best, signed);
    }

    /** {@return a value as {@code print(@m, top, div)} shows it: numbers and counts divided} */
    static Value divide(Value value, int div) {
        return switch (value) {
            case Value.Int(long number, boolean signed) ->
                    new Value.Int(divide(number, div, signed), signed);
            case Value.Total(long number, boolean signed) ->
                    new Value.Total(divide(number, div, signed), signed);
            case Value.Average average -> divide(average, div);
            case Value.Stats(Value.Average average, int _) -> new Value.Stats(average, div);
            case Value.Histogram(List<Value.Bucket> buckets, var units) -> {
                List<Value.Bucket> divided = new ArrayList<>(buckets.size());
                for (Value.Bucket bucket : buckets) {
                    divided.add(
                            new Value.Bucket(bucket.low(), bucket.high(), bucket.count() / div));
                }
                yield new Value.Histogram(divided, units);
            }
            case Value.Tuple(List<Value> elements) -> {
                List<Value> divided = new ArrayList<>(elements.size());
                for (Value element : elements) {
                    divided.add(divide(element, div));
                }
                yield new Value.Tuple(divided);
            }
            case Value.Bool _,
                    Value.Enumerator _,
                    Value.Array _,
                    Value.Fields _,
                    Value.Pointer _,
                    Value.Text _,
                    Value.Stack _,
                    Value.Symbol _,
                    Value.Buffer _,
                    Value.TimeSeries _ ->
                    value;
        };
    }

    private static Value.Average divide(Value.Average average, int div) {
        return new Value.Average(
                average.count(), divide(average.total(), div, average.signed()), average.signed());
    }

    private static long divide(long number, int div, boolean signed) {
        return signed ? number / div : Long.divideUnsigned(number, div);
    }
}
