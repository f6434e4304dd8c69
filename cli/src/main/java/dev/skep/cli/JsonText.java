package dev.skep.cli;

import dev.skep.trace.record.TimeSeriesText;
import dev.skep.trace.record.Value;
import dev.skep.trace.record.ValueText;

import java.util.List;

/**
 * Values as JSON, in exactly the shapes that bpftrace writes: {@code ", "} and {@code ": "} inside
 * objects, {@code ,} without a blank inside arrays.
 *
 * <p>It is a page of code instead of a library because it is what {@code -f json} starts with: a
 * library would load some hundred classes at every such start, and does not write these blanks by
 * itself.
 */
final class JsonText {

    /** Beyond this a double, which is what most readers make of a number, is not exact. */
    private static final long EXACT = 1L << 53;

    private static final String DIGITS = "0123456789abcdef";

    private JsonText() {}

    /** Appends a string in quotation marks. */
    static void string(StringBuilder out, CharSequence text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < ' ') {
                        out.append("\\u00").append(DIGITS.charAt(c >> 4));
                        out.append(DIGITS.charAt(c & 0xf));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }

    /** Appends {@code "name": }. */
    static void name(StringBuilder out, CharSequence name) {
        string(out, name);
        out.append(": ");
    }

    /** Appends an integer, as a string if a double can't hold it. */
    static void integer(StringBuilder out, long value, boolean signed) {
        boolean exact = value <= EXACT && value >= (signed ? -EXACT : 0);
        if (!exact) {
            out.append('"');
        }
        if (signed) {
            out.append(value);
        } else {
            out.append(Long.toUnsignedString(value));
        }
        if (!exact) {
            out.append('"');
        }
    }

    /** Appends a value. */
    static void value(StringBuilder out, Value value) {
        switch (value) {
            case Value.Int(long number, boolean signed) -> integer(out, number, signed);
            case Value.Total(long number, boolean signed) -> integer(out, number, signed);
            case Value.Bool(boolean truth) -> out.append(truth);
            case Value.Pointer(long address) -> integer(out, address, false);
            case Value.Text(String text) -> string(out, text);
            case Value.Tuple(List<Value> elements) -> array(out, elements);
            case Value.Buffer(List<Byte> bytes) -> {
                out.append('[');
                for (int i = 0; i < bytes.size(); i++) {
                    out.append(i == 0 ? "" : ",").append(bytes.get(i) & 0xff);
                }
                out.append(']');
            }
            case Value.Array(List<Value> elements) -> array(out, elements);
            case Value.Fields(List<Value.Field> fields) -> fields(out, fields);
            case Value.Enumerator(var _, long number, boolean signed) ->
                    integer(out, number, signed);
            case Value.Stack _, Value.Symbol _ -> string(out, ValueText.of(value));
            case Value.Average average -> integer(out, average.value(), average.signed());
            case Value.Stats stats -> {
                Value.Average average = stats.average();
                out.append("{\"count\": ").append(average.count()).append(", \"average\": ");
                integer(out, stats.shownAverage(), average.signed());
                out.append(", \"total\": ");
                integer(out, average.total(), average.signed());
                out.append('}');
            }
            case Value.Histogram(List<Value.Bucket> buckets, var _) -> buckets(out, buckets);
            case Value.TimeSeries series -> samples(out, series);
        }
    }

    private static void array(StringBuilder out, List<Value> elements) {
        out.append('[');
        for (int i = 0; i < elements.size(); i++) {
            if (i > 0) {
                out.append(',');
            }
            value(out, elements.get(i));
        }
        out.append(']');
    }

    private static void fields(StringBuilder out, List<Value.Field> fields) {
        out.append('{');
        for (int i = 0; i < fields.size(); i++) {
            out.append(i == 0 ? "" : ", ");
            name(out, fields.get(i).name());
            value(out, fields.get(i).value());
        }
        out.append('}');
    }

    /** Intervals are closed here, unlike everywhere else; the first and last may be open. */
    private static void buckets(StringBuilder out, List<Value.Bucket> buckets) {
        out.append('[');
        for (int i = 0; i < buckets.size(); i++) {
            Value.Bucket bucket = buckets.get(i);
            out.append(i == 0 ? "{" : ",{");
            if (bucket.low() != Long.MIN_VALUE) {
                out.append("\"min\": ").append(bucket.low()).append(", ");
            }
            if (bucket.high() != Long.MAX_VALUE) {
                out.append("\"max\": ").append(bucket.high() - 1).append(", ");
            }
            out.append("\"count\": ").append(bucket.count()).append('}');
        }
        out.append(']');
    }

    /** Intervals without a value are left out. */
    private static void samples(StringBuilder out, Value.TimeSeries series) {
        String before = "[";
        for (Value.Sample sample : series.samples()) {
            if (sample.any()) {
                out.append(before).append("{\"interval_start\":\"");
                TimeSeriesText.appendStart(out, sample);
                out.append("\",\"value\":");
                integer(out, sample.value(), series.signed());
                out.append('}');
                before = ",";
            }
        }
        out.append(before.equals("[") ? "[]" : "]");
    }

    /**
     * Appends a map's key as the name of a member: its parts joined by commas, and without any
     * blank, as bpftrace writes it.
     */
    static void key(StringBuilder out, Value key) {
        StringBuilder text = new StringBuilder();
        ValueText.appendKey(text, key);
        StringBuilder compact = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) != ' ') {
                compact.append(text.charAt(i));
            }
        }
        string(out, compact);
    }
}
