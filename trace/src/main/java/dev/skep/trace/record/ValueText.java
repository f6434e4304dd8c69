package dev.skep.trace.record;

import java.util.HexFormat;
import java.util.List;

/**
 * The text of a value: what {@code print} shows, what {@code %s} of {@code printf} shows, and what
 * stands in the brackets of a map's entry. It is bpftrace's text, byte for byte.
 */
public final class ValueText {

    /** Columns of a histogram's label, count and bar. */
    private static final int LABEL_WIDTH = 16;

    private static final int COUNT_WIDTH = 8;
    private static final int BAR_WIDTH = 52;

    private static final String SUFFIXES = "KMGTPE";

    private ValueText() {}

    /** {@return the text of a value} */
    public static String of(Value value) {
        StringBuilder out = new StringBuilder();
        append(out, value);
        return out.toString();
    }

    /** Appends the text of a value; that of a histogram is lines, each with its line end. */
    public static void append(StringBuilder out, Value value) {
        switch (value) {
            case Value.Int i -> appendInteger(out, i.value(), i.signed());
            case Value.Total total -> appendInteger(out, total.value(), total.signed());
            case Value.Bool b -> out.append(b.value());
            case Value.Pointer p -> out.append("0x").append(Long.toHexString(p.address()));
            case Value.Text text -> out.append(text.value());
            case Value.Tuple tuple -> {
                out.append('(');
                appendElements(out, tuple.elements());
                out.append(')');
            }
            case Value.Buffer(List<Byte> bytes) -> appendBytes(out, bytes);
            case Value.Array array -> {
                out.append('[');
                for (int i = 0; i < array.elements().size(); i++) {
                    out.append(i == 0 ? "" : ",");
                    append(out, array.elements().get(i));
                }
                out.append(']');
            }
            case Value.Fields fields -> appendFields(out, fields.fields());
            case Value.Enumerator enumerator -> {
                if (enumerator.name() == null) {
                    appendInteger(out, enumerator.value(), enumerator.signed());
                } else {
                    out.append(enumerator.name());
                }
            }
            case Value.Stack stack -> StackText.append(out, stack);
            case Value.Symbol symbol -> StackText.append(out, symbol.frame());
            case Value.Average average -> appendInteger(out, average.value(), average.signed());
            case Value.Stats stats -> {
                Value.Average average = stats.average();
                out.append("{ .count = ").append(Long.toUnsignedString(average.count()));
                out.append(", .average = ");
                appendInteger(out, stats.shownAverage(), average.signed());
                out.append(", .total = ");
                appendInteger(out, average.total(), average.signed());
                out.append(" }");
            }
            case Value.Histogram histogram -> appendRows(out, histogram);
            case Value.TimeSeries series -> TimeSeriesText.append(out, series);
        }
    }

    /**
     * Appends what stands between the brackets of a map's entry: a tuple loses its outer
     * parentheses.
     */
    public static void appendKey(StringBuilder out, Value key) {
        if (key instanceof Value.Tuple tuple) {
            appendElements(out, tuple.elements());
        } else {
            append(out, key);
        }
    }

    /** Printable bytes stand for themselves, others are escaped. */
    private static void appendBytes(StringBuilder out, List<Byte> bytes) {
        for (byte b : bytes) {
            if (b >= ' ' && b <= '~') {
                out.append((char) b);
            } else {
                appendEscaped(out, b);
            }
        }
    }

    /** Appends a byte as {@code \xNN}. */
    public static void appendEscaped(StringBuilder out, byte b) {
        out.append("\\x");
        HexFormat.of().toHexDigits(out, b);
    }

    private static void appendElements(StringBuilder out, List<Value> elements) {
        for (int i = 0; i < elements.size(); i++) {
            if (i > 0) {
                out.append(", ");
            }
            append(out, elements.get(i));
        }
    }

    private static void appendFields(StringBuilder out, List<Value.Field> fields) {
        if (fields.isEmpty()) {
            out.append("{}");
            return;
        }
        String before = "{ .";
        for (Value.Field field : fields) {
            out.append(before).append(field.name()).append(" = ");
            append(out, field.value());
            before = ", .";
        }
        out.append(" }");
    }

    private static void appendInteger(StringBuilder out, long value, boolean signed) {
        if (signed || value >= 0) {
            out.append(value);
        } else {
            out.append(Long.toUnsignedString(value));
        }
    }

    private static void appendRows(StringBuilder out, Value.Histogram histogram) {
        long largest = 0;
        for (Value.Bucket bucket : histogram.buckets()) {
            largest = Math.max(largest, bucket.count());
        }
        for (Value.Bucket bucket : histogram.buckets()) {
            int start = out.length();
            appendLabel(out, bucket, histogram.units());
            pad(out, start + LABEL_WIDTH - out.length());
            String count = Long.toString(bucket.count());
            pad(out, COUNT_WIDTH - count.length());
            out.append(count).append(" |");
            int bar = barLength(bucket.count(), largest);
            out.repeat('@', bar);
            pad(out, BAR_WIDTH - bar);
            out.append("|\n");
        }
    }

    /**
     * Single precision, truncated, as bpftrace computes it: a double would give some bars one sign
     * more.
     */
    private static int barLength(long count, long largest) {
        return largest == 0 ? 0 : (int) (count / (float) largest * BAR_WIDTH);
    }

    private static void appendLabel(
            StringBuilder out, Value.Bucket bucket, Value.Histogram.Units units) {
        long low = bucket.low();
        long high = bucket.high();
        int common = Math.min(power(low), power(high));
        if (low == Long.MIN_VALUE) {
            out.append("(..., ");
            appendBound(out, high, shown(units, power(high), power(high)));
            out.append(')');
            return;
        }
        out.append('[');
        appendBound(out, low, shown(units, power(low), common));
        if (high == Long.MAX_VALUE && low < 1L << 62) {
            out.append(", ...)");
        } else if (high == low + 1) {
            out.append(']');
        } else {
            out.append(", ");
            // The bound of the last power of two, 2^63, is one more than a long holds.
            if (high == Long.MAX_VALUE) {
                out.append("8E");
            } else {
                appendBound(out, high, shown(units, power(high), common));
            }
            out.append(')');
        }
    }

    private static int shown(Value.Histogram.Units units, int own, int common) {
        return switch (units) {
            case NONE -> 0;
            case EACH -> own;
            case COMMON -> common;
        };
    }

    /** {@return of which power of 1024 a bound is a whole multiple} */
    private static int power(long bound) {
        return bound == 0 ? 0 : Long.numberOfTrailingZeros(bound) / 10;
    }

    private static void appendBound(StringBuilder out, long bound, int power) {
        out.append(bound >> (power * 10));
        if (power > 0) {
            out.append(SUFFIXES.charAt(power - 1));
        }
    }

    private static void pad(StringBuilder out, int blanks) {
        if (blanks > 0) {
            out.repeat(' ', blanks);
        }
    }
}
