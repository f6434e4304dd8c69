package dev.skep.trace.record;

import java.util.List;

/** A value that came out of the kernel, typed, before anybody renders it. */
public sealed interface Value {

    /**
     * An integer.
     *
     * @param value the bits, extended to 64 according to {@code signed}
     * @param signed how to read them
     */
    record Int(long value, boolean signed) implements Value {}

    /** A truth value. */
    record Bool(boolean value) implements Value {}

    /** A pointer. */
    record Pointer(long address) implements Value {}

    /** A string; bytes that are no UTF-8 were replaced. */
    record Text(String value) implements Value {}

    /** A tuple. */
    record Tuple(List<Value> elements) implements Value {
        public Tuple {
            elements = List.copyOf(elements);
        }
    }

    /** The count, sum, minimum or maximum of a per-CPU aggregate, already folded over the CPUs. */
    record Total(long value, boolean signed) implements Value {}

    /**
     * The average of what was counted.
     *
     * @param count how many values
     * @param total their sum
     * @param signed how to read the sum
     */
    record Average(long count, long total, boolean signed) implements Value {

        /** {@return the sum divided by the count, towards zero; 0 of nothing} */
        public long value() {
            if (count == 0) {
                return 0;
            }
            return signed ? total / count : Long.divideUnsigned(total, count);
        }
    }

    /** Count, average and total of what was counted, all of them shown. */
    record Stats(Average average) implements Value {}

    /**
     * A histogram.
     *
     * @param buckets every bucket from the first to the last that is not empty
     * @param binary whether bounds that are multiples of 1024 are shown with K, M and so on
     */
    record Histogram(List<Bucket> buckets, boolean binary) implements Value {
        public Histogram {
            buckets = List.copyOf(buckets);
        }

        /** Makes a histogram of powers of two. */
        public Histogram(List<Bucket> buckets) {
            this(buckets, true);
        }

        /** {@return how many values were counted} */
        public long total() {
            long total = 0;
            for (Bucket bucket : buckets) {
                total += bucket.count();
            }
            return total;
        }
    }

    /**
     * A half-open interval {@code [low, high)} of a histogram and how many values fell into it.
     *
     * @param low the lower bound, included; {@link Long#MIN_VALUE} if there is none
     * @param high the upper bound, excluded; {@link Long#MAX_VALUE} if there is none
     * @param count how many
     */
    record Bucket(long low, long high, long count) {}
}
