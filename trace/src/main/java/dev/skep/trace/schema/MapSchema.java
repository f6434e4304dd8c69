package dev.skep.trace.schema;

import org.jspecify.annotations.Nullable;

/**
 * A map of the script, and how to read it.
 *
 * <p>A map without keys is a map with the one key 0 of 8 bytes. The key of a histogram is the
 * user's key (nothing in a map without keys), then the bucket's number, a u64 at {@link
 * #bucketOffset()}, which need not be aligned; so it is with the intervals of a time series.
 *
 * @param name the script's name for it, {@code @} included
 * @param map the name of the map in the object
 * @param key what the user's key is; a {@link ValueFormat.Tuple} for several; null for a map
 *     without keys
 * @param keySize bytes of a whole key
 * @param value what is kept
 */
public record MapSchema(
        String name, String map, @Nullable ValueFormat key, int keySize, MapValue value) {

    /** The order in which entries are shown. */
    public enum Order {
        /** By value, ascending, as signed integers. */
        SIGNED_VALUE,
        /** By value, ascending, as unsigned integers. */
        UNSIGNED_VALUE,
        /** By average, ascending. */
        AVERAGE,
        /** By the number of values counted, ascending. */
        TOTAL_COUNT,
        /**
         * By key: integers as signed, strings bytewise, tuples by first element, then second, ….
         */
        KEY
    }

    /** {@return whether the script gives it keys} */
    public boolean keyed() {
        return key != null;
    }

    /** {@return whether each CPU has values of its own} */
    public boolean perCpu() {
        return value.perCpu();
    }

    /** {@return bytes of one value (of one CPU)} */
    public int valueSize() {
        return value.layout().size();
    }

    /** {@return where in a histogram's key the bucket's number is: behind the user's key} */
    public int bucketOffset() {
        return key == null ? 0 : key.layout().size();
    }

    /** {@return the order in which its entries are shown} */
    public Order order() {
        return switch (value) {
            case MapValue.Scalar(ValueFormat format) ->
                    switch (format) {
                        case ValueFormat.Int _ -> Order.SIGNED_VALUE;
                        case ValueFormat.Enumeration _ -> Order.SIGNED_VALUE;
                        case ValueFormat.Bits _,
                                ValueFormat.Array _,
                                ValueFormat.Struct _,
                                ValueFormat.Bool _,
                                ValueFormat.Pointer _,
                                ValueFormat.Text _,
                                ValueFormat.Stack _,
                                ValueFormat.KernelSymbol _,
                                ValueFormat.UserSymbol _,
                                ValueFormat.Buffer _,
                                ValueFormat.Resolved _,
                                ValueFormat.Tuple _ ->
                                Order.KEY;
                    };
            case MapValue.Count _, MapValue.Sum _ -> Order.SIGNED_VALUE;
            case MapValue.Min _, MapValue.Max _ -> Order.UNSIGNED_VALUE;
            case MapValue.Avg _, MapValue.Stats _ -> Order.AVERAGE;
            case MapValue.Histogram _, MapValue.LinearHistogram _ -> Order.TOTAL_COUNT;
            case MapValue.TimeSeries _ -> Order.KEY;
        };
    }
}
