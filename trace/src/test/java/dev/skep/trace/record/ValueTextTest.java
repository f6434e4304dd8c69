package dev.skep.trace.record;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;

class ValueTextTest {

    private static final String BAR = "@".repeat(52);

    @Test
    void integersAreReadBySign() {
        assertThat(ValueText.of(new Value.Int(-1, true))).isEqualTo("-1");
        assertThat(ValueText.of(new Value.Int(-1, false))).isEqualTo("18446744073709551615");
        assertThat(ValueText.of(new Value.Int(0, false))).isEqualTo("0");
        assertThat(ValueText.of(new Value.Int(Long.MIN_VALUE, true)))
                .isEqualTo("-9223372036854775808");
        assertThat(ValueText.of(new Value.Total(-5, false))).isEqualTo("18446744073709551611");
        assertThat(ValueText.of(new Value.Total(-5, true))).isEqualTo("-5");
    }

    @Test
    void truthPointersAndStrings() {
        assertThat(ValueText.of(new Value.Bool(true))).isEqualTo("true");
        assertThat(ValueText.of(new Value.Bool(false))).isEqualTo("false");
        assertThat(ValueText.of(new Value.Pointer(16))).isEqualTo("0x10");
        assertThat(ValueText.of(new Value.Pointer(0xffffffff81000000L)))
                .isEqualTo("0xffffffff81000000");
        assertThat(ValueText.of(new Value.Text("a \"b\""))).isEqualTo("a \"b\"");
    }

    @Test
    void averagesAndStatistics() {
        Value.Average average = new Value.Average(2, -11, true);
        assertThat(ValueText.of(average)).isEqualTo("-5");
        assertThat(ValueText.of(new Value.Stats(average)))
                .isEqualTo("{ .count = 2, .average = -5, .total = -11 }");
        assertThat(ValueText.of(new Value.Stats(new Value.Average(1, -1, false))))
                .isEqualTo(
                        "{ .count = 1, .average = 18446744073709551615, .total = 18446744073709551615 }");
    }

    @Test
    void tuplesKeepInnerParentheses() {
        Value inner = new Value.Tuple(List.of(new Value.Int(2, true), new Value.Int(3, true)));
        Value outer = new Value.Tuple(List.of(new Value.Int(1, true), inner));
        assertThat(ValueText.of(outer)).isEqualTo("(1, (2, 3))");
        assertThat(key(outer)).isEqualTo("1, (2, 3)");
        assertThat(ValueText.of(new Value.Tuple(List.of(new Value.Int(1, true))))).isEqualTo("(1)");
    }

    @Test
    void aStringThatLooksLikeATupleStaysWhole() {
        assertThat(key(new Value.Text("(a)"))).isEqualTo("(a)");
    }

    @Test
    void histogramRowsHaveFixedColumns() {
        Value.Histogram histogram =
                new Value.Histogram(
                        List.of(
                                new Value.Bucket(Long.MIN_VALUE, 0, 1),
                                new Value.Bucket(0, 1, 2),
                                new Value.Bucket(1, 2, 0),
                                new Value.Bucket(2, 4, 4),
                                new Value.Bucket(512, 1024, 3),
                                new Value.Bucket(1024, 2048, 1)));
        assertThat(ValueText.of(histogram))
                .isEqualTo(
                        """
                        (..., 0)               1 |@@@@@@@@@@@@@                                       |
                        [0]                    2 |@@@@@@@@@@@@@@@@@@@@@@@@@@                          |
                        [1]                    0 |                                                    |
                        [2, 4)                 4 |@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@|
                        [512, 1K)              3 |@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@             |
                        [1K, 2K)               1 |@@@@@@@@@@@@@                                       |
                        """);
    }

    @Test
    void largeBoundsAreShortenedByPowersOf1024() {
        assertThat(row(1L << 20, 1L << 21)).isEqualTo("[1M, 2M)               1 |" + BAR + "|\n");
        assertThat(row(1L << 29, 1L << 30)).isEqualTo("[512M, 1G)             1 |" + BAR + "|\n");
        assertThat(row(1L << 40, 1L << 41)).isEqualTo("[1T, 2T)               1 |" + BAR + "|\n");
        assertThat(row(1L << 50, 1L << 51)).isEqualTo("[1P, 2P)               1 |" + BAR + "|\n");
        assertThat(row(1L << 62, Long.MAX_VALUE))
                .isEqualTo("[4E, 8E)               1 |" + BAR + "|\n");
    }

    @Test
    void openEndsAndSingleValues() {
        assertThat(row(100, Long.MAX_VALUE)).isEqualTo("[100, ...)             1 |" + BAR + "|\n");
        assertThat(row(5, 6)).isEqualTo("[5]                    1 |" + BAR + "|\n");
        assertThat(row(10, 20)).isEqualTo("[10, 20)               1 |" + BAR + "|\n");
    }

    @Test
    void aWideCountMovesTheBar() {
        Value.Histogram histogram =
                new Value.Histogram(List.of(new Value.Bucket(2, 4, 1_234_567_890_123L)));
        assertThat(ValueText.of(histogram))
                .isEqualTo("[2, 4)          1234567890123 |" + BAR + "|\n");
    }

    /** 1/3 of 52 is 17.33; the float quotient times 52 is cut, not rounded. */
    @Test
    void barsAreCutInSinglePrecision() {
        Value.Histogram histogram =
                new Value.Histogram(List.of(new Value.Bucket(0, 1, 1), new Value.Bucket(1, 2, 3)));
        assertThat(ValueText.of(histogram).lines().findFirst())
                .hasValue("[0]                    1 |" + "@".repeat(17) + " ".repeat(35) + "|");
    }

    @Test
    void zeroedHistogramHasEmptyBars() {
        Value.Histogram histogram = new Value.Histogram(List.of(new Value.Bucket(0, 1, 0)));
        assertThat(ValueText.of(histogram))
                .isEqualTo("[0]                    0 |" + " ".repeat(52) + "|\n");
    }

    private static String row(long low, long high) {
        return ValueText.of(new Value.Histogram(List.of(new Value.Bucket(low, high, 1))));
    }

    private static String key(Value value) {
        StringBuilder out = new StringBuilder();
        ValueText.appendKey(out, value);
        return out.toString();
    }
}
