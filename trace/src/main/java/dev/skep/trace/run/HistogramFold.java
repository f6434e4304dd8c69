package dev.skep.trace.run;

import dev.skep.trace.record.Value;
import dev.skep.trace.record.Value.Histogram.Units;
import dev.skep.trace.schema.HistogramBuckets;
import dev.skep.trace.schema.MapValue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Puts the buckets of one histogram together. */
final class HistogramFold {

    private static final int BINARY_UNIT = 1024;

    private final MapValue kind;
    private final TreeMap<Long, Long> counts = new TreeMap<>();

    HistogramFold(MapValue kind) {
        this.kind = kind;
    }

    boolean isNew() {
        return counts.isEmpty();
    }

    void add(long bucket, long count) {
        counts.merge(bucket, count, Long::sum);
    }

    /**
     * {@return every bucket from the first to the last that is not empty, the empty ones between
     * them too}
     */
    Value.Histogram histogram() {
        long first = -1;
        long last = -1;
        for (Map.Entry<Long, Long> bucket : counts.entrySet()) {
            if (bucket.getValue() != 0) {
                first = first < 0 ? bucket.getKey() : first;
                last = bucket.getKey();
            }
        }
        List<Value.Bucket> buckets = new ArrayList<>();
        for (long number = first; first >= 0 && number <= last; number++) {
            buckets.add(bucket(number, counts.getOrDefault(number, 0L)));
        }
        return new Value.Histogram(buckets, units());
    }

    /** A linear one has bounds that are no multiples of 1024 unless its step is one. */
    private Units units() {
        return switch (kind) {
            case MapValue.LinearHistogram linear ->
                    linear.step() % BINARY_UNIT == 0 ? Units.EACH : Units.NONE;
            case MapValue.Histogram(int bits) -> bits == 0 ? Units.EACH : Units.COMMON;
            case MapValue _ -> Units.NONE;
        };
    }

    private Value.Bucket bucket(long number, long count) {
        return switch (kind) {
            case MapValue.Histogram(int bits) -> HistogramBuckets.logarithmic(bits, number, count);
            case MapValue.LinearHistogram linear -> HistogramBuckets.linear(linear, number, count);
            case MapValue.Scalar _, MapValue.Gathered _, MapValue.TimeSeries _ ->
                    throw new IllegalStateException(kind + " has no buckets");
        };
    }
}
