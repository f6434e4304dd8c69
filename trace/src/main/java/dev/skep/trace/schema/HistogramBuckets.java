package dev.skep.trace.schema;

import dev.skep.trace.record.Value;

/** Which interval the number of a histogram's bucket stands for. */
public final class HistogramBuckets {

    private HistogramBuckets() {}

    /**
     * {@return the bucket of that number of a {@code hist}}
     *
     * <p>Number 0 holds what is negative; {@code v < 2^bits} has number {@code v + 1}; above, the
     * numbers go on with {@code 2^bits} buckets of equal width between two powers of two.
     *
     * @param bits 0 to 5
     * @param number what the program stored
     * @param count how many values fell into it
     */
    public static Value.Bucket logarithmic(int bits, long number, long count) {
        if (number == 0) {
            return new Value.Bucket(Long.MIN_VALUE, 0, count);
        }
        long index = number - 1;
        if (index < 1L << bits) {
            return new Value.Bucket(index, index + 1, count);
        }
        int log2 = (int) (index >> bits) + bits - 1;
        long width = 1L << (log2 - bits);
        long low = (1L << log2) + (index & ((1L << bits) - 1)) * width;
        long high = low + width;
        return new Value.Bucket(low, high < 0 ? Long.MAX_VALUE : high, count);
    }

    /**
     * {@return the bucket of that number of an {@code lhist}}
     *
     * <p>Number 0 holds what is below {@code min}; the last number, {@code (max - min) / step + 1},
     * what is {@code max} or above.
     *
     * @param histogram its bounds
     * @param number what the program stored
     * @param count how many values fell into it
     */
    public static Value.Bucket linear(MapValue.LinearHistogram histogram, long number, long count) {
        if (number == 0) {
            return new Value.Bucket(Long.MIN_VALUE, histogram.min(), count);
        }
        long last = (histogram.max() - histogram.min()) / histogram.step() + 1;
        if (number >= last) {
            // Where the steps do not end at max, the last one is said to begin where they end.
            long steps = (histogram.max() - histogram.min()) / histogram.step();
            long low = histogram.min() + steps * histogram.step();
            return new Value.Bucket(low, Long.MAX_VALUE, count);
        }
        long low = histogram.min() + (number - 1) * histogram.step();
        return new Value.Bucket(low, low + histogram.step(), count);
    }
}
