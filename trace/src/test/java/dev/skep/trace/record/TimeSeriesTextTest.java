package dev.skep.trace.record;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;

class TimeSeriesTextTest {
    private static final long MILLISECOND = 1_000_000;

    private static List<String> lines(Value.TimeSeries series) {
        return ValueText.of(series).lines().toList();
    }

    @Test
    void valuesAreColumnsBetweenTheSmallestAndTheLargest() {
        List<String> lines =
                lines(
                        new Value.TimeSeries(
                                100 * MILLISECOND,
                                true,
                                List.of(
                                        new Value.Sample(0, true, 5),
                                        new Value.Sample(100 * MILLISECOND, false, 0),
                                        new Value.Sample(200 * MILLISECOND, true, 9))));

        assertThat(lines.get(0)).isEqualTo(" ".repeat(13) + "5" + " ".repeat(51) + "9");
        assertThat(lines.get(1)).isEqualTo("hh:mm:ss.ms  |" + "_".repeat(51) + "|");
        assertThat(lines.get(2)).endsWith(":00.000 *" + " ".repeat(51) + "| 5");
        assertThat(lines.get(3)).endsWith(":00.100 |" + " ".repeat(51) + "| -");
        assertThat(lines.get(4)).endsWith(":00.200 |" + " ".repeat(51) + "* 9");
        assertThat(lines.get(5)).isEqualTo(" ".repeat(13) + "v" + "_".repeat(51) + "v");
        assertThat(lines.get(6)).isEqualTo(lines.get(0));
    }

    @Test
    void oneRowAloneShowsNanoseconds() {
        List<String> lines =
                lines(
                        new Value.TimeSeries(
                                1000 * MILLISECOND, true, List.of(new Value.Sample(7, true, 3))));

        assertThat(lines.get(1)).startsWith("hh:mm:ss.ns        |");
        assertThat(lines.get(2)).contains(":00.000000007 |" + " ".repeat(25) + "*");
    }

    @Test
    void zeroIsMarkedWhereValuesAreOnBothSides() {
        List<String> lines =
                lines(
                        new Value.TimeSeries(
                                1_000 * MILLISECOND,
                                true,
                                List.of(
                                        new Value.Sample(0, true, -1),
                                        new Value.Sample(1_000 * MILLISECOND, true, 1))));

        assertThat(lines.get(2)).endsWith("*" + " ".repeat(25) + "." + " ".repeat(25) + "| -1");
    }

    @Test
    void theLargestNumbersAreNotWidenedBeyondTheirEnds() {
        List<String> lines =
                lines(
                        new Value.TimeSeries(
                                1, true, List.of(new Value.Sample(0, true, Long.MIN_VALUE))));

        assertThat(lines.get(0)).contains("-9223372036854775808").contains("-9223372036854775807");
        assertThat(lines.get(2)).contains(" *");
    }

    @Test
    void nothingIsSaidToBeNothing() {
        assertThat(lines(new Value.TimeSeries(1, true, List.of()))).containsExactly("<no data>");
    }
}
