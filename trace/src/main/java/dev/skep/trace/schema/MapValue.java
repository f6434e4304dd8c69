package dev.skep.trace.schema;

import dev.skep.bpf.btf.Layout;

import org.jspecify.annotations.Nullable;

/**
 * What a map keeps under a key. Everything but {@link Scalar} is kept once for each CPU and folded
 * by the reader.
 */
public sealed interface MapValue {

    /** {@return how one value (of one CPU) is laid out} */
    Layout layout();

    /** {@return whether each CPU has a value of its own} */
    default boolean perCpu() {
        return !(this instanceof Scalar);
    }

    /** {@return whether it is kept in parts, whose numbers are behind the user's key} */
    default boolean hasBuckets() {
        return this instanceof Bucketed;
    }

    /** Numbers that are gathered in one value for each CPU. */
    sealed interface Gathered extends MapValue {}

    /** What is kept in parts, whose numbers are behind the user's key. */
    sealed interface Bucketed extends MapValue {}

    /** A plain value, shared by all CPUs. */
    record Scalar(ValueFormat format) implements MapValue {
        @Override
        public Layout layout() {
            return format.layout();
        }
    }

    /** {@code count()}: a u64 for each CPU, to be added. */
    record Count() implements Gathered {
        @Override
        public Layout layout() {
            return Layout.U64;
        }
    }

    /** {@code sum(n)}: 8 bytes for each CPU, to be added. */
    record Sum(boolean signed) implements Gathered {
        @Override
        public Layout layout() {
            return new Layout.Int(8, signed);
        }
    }

    /** {@code min(n)}: a value for each CPU that has {@link #EXTREME} set; the smallest counts. */
    record Min(boolean signed) implements Gathered {
        @Override
        public Layout layout() {
            return EXTREME;
        }
    }

    /** {@code max(n)}: a value for each CPU that has {@link #EXTREME} set; the largest counts. */
    record Max(boolean signed) implements Gathered {
        @Override
        public Layout layout() {
            return EXTREME;
        }
    }

    /** {@code avg(n)}: {@link #TOTAL} for each CPU, to be added, then divided. */
    record Avg(boolean signed) implements Gathered {
        @Override
        public Layout layout() {
            return TOTAL;
        }
    }

    /** {@code stats(n)}: as {@link Avg}; count, average and total are shown. */
    record Stats(boolean signed) implements Gathered {
        @Override
        public Layout layout() {
            return TOTAL;
        }
    }

    /**
     * {@code hist(n, bits)}: a u64 for each CPU and bucket. The bucket's number is a u64 behind the
     * user's key; {@link HistogramBuckets#logarithmic} says what it stands for.
     *
     * @param bits the power of two of buckets between two powers of two, 0 to 5
     */
    record Histogram(int bits) implements Bucketed {
        @Override
        public Layout layout() {
            return Layout.U64;
        }
    }

    /**
     * {@code lhist(n, min, max, step)}: a u64 for each CPU and bucket, numbered as in {@link
     * Histogram}; {@link HistogramBuckets#linear} says what the number stands for.
     *
     * @param min the lower bound of the first bucket
     * @param max the upper bound of the last one
     * @param step the width of each
     */
    record LinearHistogram(long min, long max, long step) implements Bucketed {
        @Override
        public Layout layout() {
            return Layout.U64;
        }
    }

    /**
     * {@code tseries(n, interval, intervals, fold)}: {@link #INTERVAL} for each CPU and interval.
     * The interval's number, modulo {@code intervals}, is a u64 behind the user's key; so an
     * interval takes the place of the one that is {@code intervals} older.
     *
     * @param interval how long each is, in ns; number 0 began with 1970, UTC
     * @param intervals how many are kept, from 1
     * @param fold what becomes of several values in one interval
     * @param signed whether values have a sign
     */
    record TimeSeries(long interval, int intervals, Fold fold, boolean signed) implements Bucketed {

        /** What becomes of several values in one interval. */
        public enum Fold {
            /** The last one counts. */
            LAST(""),
            /** Their average. */
            AVERAGE("avg"),
            /** The largest. */
            MAX("max"),
            /** The smallest. */
            MIN("min"),
            /** Their sum. */
            SUM("sum");

            private final String text;

            Fold(String text) {
                this.text = text;
            }

            /** {@return the one that scripts call so, or null} */
            public static @Nullable Fold named(String text) {
                for (Fold fold : values()) {
                    if (fold.text.equals(text)) {
                        return fold;
                    }
                }
                return null;
            }
        }

        @Override
        public Layout layout() {
            return INTERVAL;
        }
    }

    /**
     * The value of {@link Min} and {@link Max}: {@code is_set} is 0 on a CPU that has seen none.
     */
    Layout.Struct EXTREME =
            Layout.struct("extreme").field("value", Layout.U64).field("is_set", Layout.U64).build();

    /** The value of {@link Avg} and {@link Stats}. */
    Layout.Struct TOTAL =
            Layout.struct("total").field("total", Layout.U64).field("count", Layout.U64).build();

    /**
     * The value of {@link TimeSeries}: {@code detail} is how many values an average is of, and when
     * the last value came, in ns; {@code number} is the interval's, 0 if there was none yet.
     */
    Layout.Struct INTERVAL =
            Layout.struct("interval")
                    .field("value", Layout.U64)
                    .field("detail", Layout.U64)
                    .field("number", Layout.U64)
                    .build();
}
