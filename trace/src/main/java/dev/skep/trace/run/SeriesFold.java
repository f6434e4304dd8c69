package dev.skep.trace.run;

import dev.skep.bpf.btf.Layout;
import dev.skep.trace.record.Value;
import dev.skep.trace.schema.MapValue;
import dev.skep.trace.schema.MapValue.TimeSeries.Fold;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Puts one time series together: each interval over all CPUs, then the intervals in order. */
final class SeriesFold {
    private static final int VALUE = offset("value");
    private static final int DETAIL = offset("detail");
    private static final int NUMBER = offset("number");

    private final MapValue.TimeSeries kind;
    private final TreeMap<Long, Interval> intervals = new TreeMap<>();

    /** An interval of a CPU, or of those that were looked at. */
    private record Interval(long value, long detail) {}

    SeriesFold(MapValue.TimeSeries kind) {
        this.kind = kind;
    }

    private static int offset(String field) {
        for (Layout.Struct.Field each : MapValue.INTERVAL.fields()) {
            if (each.name().equals(field)) {
                return each.offset();
            }
        }
        throw new IllegalArgumentException("an interval has no " + field);
    }

    /**
     * Takes the entry of an interval. CPUs that saw nothing lately still hold an older one, which
     * is over.
     *
     * @param bytes the values of all CPUs
     * @param cpus how many there are
     * @param stride bytes from one to the next
     */
    void add(MemorySegment bytes, int cpus, int stride) {
        long newest = 0;
        for (int cpu = 0; cpu < cpus; cpu++) {
            newest = Math.max(newest, word(bytes, cpu * stride + NUMBER));
        }
        for (int cpu = 0; cpu < cpus && newest > 0; cpu++) {
            int at = cpu * stride;
            if (word(bytes, at + NUMBER) == newest) {
                Interval found = new Interval(word(bytes, at + VALUE), word(bytes, at + DETAIL));
                intervals.merge(newest, found, this::fold);
            }
        }
    }

    private static long word(MemorySegment bytes, long at) {
        return bytes.get(ValueLayout.JAVA_LONG, at);
    }

    private Interval fold(Interval a, Interval b) {
        return switch (kind.fold()) {
            case LAST -> a.detail > b.detail ? a : b;
            case AVERAGE, SUM -> new Interval(a.value + b.value, a.detail + b.detail);
            case MIN -> compare(a.value, b.value) <= 0 ? a : b;
            case MAX -> compare(a.value, b.value) >= 0 ? a : b;
        };
    }

    private int compare(long a, long b) {
        return kind.signed() ? Long.compare(a, b) : Long.compareUnsigned(a, b);
    }

    /** {@return the number of the newest interval that has a value, 0 if none has} */
    long newest() {
        return intervals.isEmpty() ? 0 : intervals.lastKey();
    }

    /**
     * {@return the intervals from the first one with a value to the newest one of the map}
     *
     * @param newest the number of the newest interval of any key
     */
    Value.TimeSeries series(long newest) {
        List<Value.Sample> samples = new ArrayList<>();
        Long first = intervals.higherKey(newest - kind.intervals());
        for (long number = first == null ? newest + 1 : first; number <= newest; number++) {
            Interval interval = intervals.get(number);
            long start = number * kind.interval();
            samples.add(
                    interval == null
                            ? new Value.Sample(start, false, 0)
                            : new Value.Sample(start, true, value(interval)));
        }
        return new Value.TimeSeries(kind.interval(), kind.signed(), samples);
    }

    private long value(Interval interval) {
        if (kind.fold() != Fold.AVERAGE) {
            return interval.value;
        }
        return kind.signed()
                ? interval.value / interval.detail
                : Long.divideUnsigned(interval.value, interval.detail);
    }
}
