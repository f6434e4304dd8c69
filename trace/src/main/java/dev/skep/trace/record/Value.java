package dev.skep.trace.record;

import org.jspecify.annotations.Nullable;

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

    /** A string, as {@link ByteText} has it. */
    record Text(String value) implements Value {}

    /**
     * Bytes.
     *
     * @param bytes the bytes, as numbers from -128 to 127
     */
    record Buffer(List<Byte> bytes) implements Value {
        public Buffer {
            bytes = List.copyOf(bytes);
        }
    }

    /** A tuple. */
    record Tuple(List<Value> elements) implements Value {
        public Tuple {
            elements = List.copyOf(elements);
        }
    }

    /**
     * A stack.
     *
     * @param mode how it is to be shown
     * @param user whether it is a process's, otherwise the kernel's
     * @param pid the process, 0 for the kernel's
     * @param frames where functions will go on, innermost first
     */
    record Stack(StackMode mode, boolean user, int pid, List<Frame> frames) implements Value {
        public Stack {
            frames = List.copyOf(frames);
        }

        /** {@return the same with other frames} */
        public Stack withFrames(List<Frame> other) {
            return new Stack(mode, user, pid, other);
        }
    }

    /**
     * An address that is shown by the name of what is there.
     *
     * @param user whether it is in a process, otherwise in the kernel
     * @param pid the process, 0 for the kernel
     * @param probe which probe of the script took it, from 0; 0 for the kernel
     * @param frame the address and what is there
     */
    record Symbol(boolean user, int pid, int probe, Frame frame) implements Value {

        /** {@return the same with another frame} */
        public Symbol withFrame(Frame other) {
            return new Symbol(user, pid, probe, other);
        }
    }

    /**
     * An address and what is there.
     *
     * @param address the address
     * @param symbol the function or variable it is in, null if not known
     * @param offset how many bytes from its start, 0 without a symbol
     * @param module the kernel module or the file it is in, null if in none or not known
     */
    record Frame(long address, @Nullable String symbol, long offset, @Nullable String module) {

        /** {@return an address of which nothing else is known yet} */
        public static Frame at(long address) {
            return new Frame(address, null, 0, null);
        }
    }

    /**
     * An array.
     *
     * @param elements the elements in order
     */
    record Array(List<Value> elements) implements Value {
        public Array {
            elements = List.copyOf(elements);
        }
    }

    /**
     * A struct or a record.
     *
     * @param fields the fields in order
     */
    record Fields(List<Field> fields) implements Value {
        public Fields {
            fields = List.copyOf(fields);
        }
    }

    /**
     * A field.
     *
     * @param name its name
     * @param value its value
     */
    record Field(String name, Value value) {}

    /**
     * A value of an enum.
     *
     * @param name its name; null if it is none of the enum's
     * @param value the bits, extended to 64 according to {@code signed}
     * @param signed how to read them
     */
    record Enumerator(@Nullable String name, long value, boolean signed) implements Value {}

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

    /**
     * Count, average and total of what was counted, all of them shown.
     *
     * @param average what was counted
     * @param div what the average, and it alone, is divided by when it is shown
     */
    record Stats(Average average, int div) implements Value {

        /** Makes statistics whose average is shown as it is. */
        public Stats(Average average) {
            this(average, 1);
        }

        /** {@return the average as it is shown} */
        public long shownAverage() {
            return average.signed()
                    ? average.value() / div
                    : Long.divideUnsigned(average.value(), div);
        }
    }

    /**
     * A histogram.
     *
     * @param buckets every bucket from the first to the last that is not empty
     * @param units which bounds that are multiples of 1024 are shown with K, M and so on
     */
    record Histogram(List<Bucket> buckets, Units units) implements Value {

        /** Which bounds are shown with K, M and so on. */
        public enum Units {
            /** None. */
            NONE,
            /** Those that are multiples, each for itself. */
            EACH,
            /** Those of a bucket whose bounds are both multiples, by the same. */
            COMMON
        }

        public Histogram {
            buckets = List.copyOf(buckets);
        }

        /** Makes a histogram of powers of two. */
        public Histogram(List<Bucket> buckets) {
            this(buckets, Units.EACH);
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
     * A time series.
     *
     * @param interval how long each interval is, in ns
     * @param signed how to read the values
     * @param samples an interval each, one behind the other, the first one with a value
     */
    record TimeSeries(long interval, boolean signed, List<Sample> samples) implements Value {
        public TimeSeries {
            samples = List.copyOf(samples);
        }
    }

    /**
     * An interval of a time series.
     *
     * @param start when it began, in ns since 1970, UTC
     * @param any whether there is a value
     * @param value the value, 0 if there is none
     */
    record Sample(long start, boolean any, long value) {}

    /**
     * A half-open interval {@code [low, high)} of a histogram and how many values fell into it.
     *
     * @param low the lower bound, included; {@link Long#MIN_VALUE} if there is none
     * @param high the upper bound, excluded; {@link Long#MAX_VALUE} if there is none
     * @param count how many
     */
    record Bucket(long low, long high, long count) {}
}
