package dev.skep.trace.record;

import dev.skep.sys.LocalTime;

import java.nio.charset.StandardCharsets;

/** The text of a time series: bpftrace's, byte for byte. Time goes down, values go to the right. */
public final class TimeSeriesText {

    private static final long NANOS_PER_SECOND = 1_000_000_000;
    private static final int NANO_DIGITS = 9;

    /** Longer than any time. */
    private static final int TIME_BYTES = 64;

    /** Columns of a row: a bar, cells, a bar. */
    private static final int COLUMNS = 53;

    private static final int MIN_COLUMNS = 21;

    private TimeSeriesText() {}

    /** What times are shown to. */
    private enum Unit {
        SECONDS("", 0),
        MILLISECONDS(".ms", 3),
        MICROSECONDS(".\u03bcs", 6),
        NANOSECONDS(".ns", NANO_DIGITS);

        private final String title;
        private final int digits;

        Unit(String title, int digits) {
            this.title = "hh:mm:ss" + title;
            this.digits = digits;
        }

        /** {@return the coarsest unit that an interval is not shorter than} */
        static Unit of(long interval) {
            if (interval >= NANOS_PER_SECOND) {
                return SECONDS;
            }
            if (interval >= 1_000_000) {
                return MILLISECONDS;
            }
            return interval >= 1_000 ? MICROSECONDS : NANOSECONDS;
        }

        int width() {
            return digits == 0 ? 8 : 9 + digits;
        }
    }

    /** Appends a start in local time, with the date: {@code 2026-11-21 12:07:36.000000000}. */
    public static void appendStart(StringBuilder out, Value.Sample sample) {
        appendTime(out, "%Y-%m-%d %H:%M:%S", sample.start(), NANO_DIGITS);
    }

    private static void appendTime(StringBuilder out, String format, long start, int digits) {
        long seconds = Math.floorDiv(start, NANOS_PER_SECOND);
        out.append(LocalTime.format(format, seconds, TIME_BYTES));
        if (digits > 0) {
            String fraction = Long.toString(Math.floorMod(start, NANOS_PER_SECOND));
            String padded = "0".repeat(NANO_DIGITS - fraction.length()) + fraction;
            out.append('.').append(padded, 0, digits);
        }
    }

    /** Appends a series: lines, each with its line end. */
    static void append(StringBuilder out, Value.TimeSeries series) {
        if (series.samples().isEmpty()) {
            out.append("<no data>");
            return;
        }
        // Upstream takes the interval to be the distance of two rows, so that one alone has none.
        Unit unit = Unit.of(series.samples().size() > 1 ? series.interval() : 0);
        Range range = Range.of(series);
        appendRange(out, unit, range, series.signed());
        int bytes = unit.title.getBytes(StandardCharsets.UTF_8).length;
        out.append(unit.title).repeat(' ', unit.width() - bytes + 1);
        out.append('|').repeat('_', COLUMNS - 2).append("|\n");
        for (Value.Sample sample : series.samples()) {
            appendRow(out, unit, range, sample, series.signed());
        }
        out.repeat(' ', unit.width() + 1).append('v').repeat('_', COLUMNS - 2).append("v\n");
        appendRange(out, unit, range, series.signed());
    }

    private static void appendRange(StringBuilder out, Unit unit, Range range, boolean signed) {
        String min = text(range.min, signed);
        String max = text(range.max, signed);
        out.repeat(' ', unit.width() + 1).append(min);
        out.repeat(' ', Math.max(0, MIN_COLUMNS - min.length()));
        out.repeat(' ', Math.max(0, COLUMNS - MIN_COLUMNS - max.length())).append(max).append('\n');
    }

    private static String text(long value, boolean signed) {
        return signed ? Long.toString(value) : Long.toUnsignedString(value);
    }

    private static void appendRow(
            StringBuilder out, Unit unit, Range range, Value.Sample sample, boolean signed) {
        appendTime(out, "%H:%M:%S", sample.start(), unit.digits);
        out.append(' ');
        int row = out.length();
        out.append('|').repeat(' ', COLUMNS - 2).append('|');
        if (signed && range.min < 0 && range.max > 0) {
            out.setCharAt(row + range.column(0), '.');
        }
        if (sample.any()) {
            out.setCharAt(row + range.column(sample.value()), '*');
        }
        out.append(' ').append(sample.any() ? text(sample.value(), signed) : "-").append('\n');
    }

    /**
     * The values that the columns stand for.
     *
     * @param min that of the first column
     * @param max that of the last column, which is larger
     * @param signed whether they have a sign
     */
    private record Range(long min, long max, boolean signed) {

        static Range of(Value.TimeSeries series) {
            boolean any = false;
            boolean signed = series.signed();
            long min = 0;
            long max = 0;
            for (Value.Sample sample : series.samples()) {
                if (sample.any()) {
                    min = any && compare(signed, min, sample.value()) < 0 ? min : sample.value();
                    max = any && compare(signed, max, sample.value()) > 0 ? max : sample.value();
                    any = true;
                }
            }
            if (min != max) {
                return new Range(min, max, signed);
            }
            long least = signed ? Long.MIN_VALUE : 0;
            long most = signed ? Long.MAX_VALUE : -1;
            return new Range(min == least ? min : min - 1, max == most ? max : max + 1, signed);
        }

        private static int compare(boolean signed, long a, long b) {
            return signed ? Long.compare(a, b) : Long.compareUnsigned(a, b);
        }

        int column(long value) {
            return (int)
                    ((number(value) - number(min)) / (number(max) - number(min)) * (COLUMNS - 1));
        }

        /** As far from the smallest value as a double tells; large ones are close to each other. */
        private double number(long value) {
            long distance = value - min;
            return distance >= 0 ? distance : (distance >>> 1) * 2.0;
        }
    }
}
