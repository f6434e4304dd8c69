package dev.skep.trace.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.trace.record.Value;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HistogramBucketsTest {

    @ParameterizedTest
    @CsvSource({
        "0, 1, 0, 1",
        "0, 2, 1, 2",
        "0, 3, 2, 4",
        "0, 11, 512, 1024",
        "0, 63, 2305843009213693952, 4611686018427387904",
        "0, 64, 4611686018427387904, 9223372036854775807",
        "2, 4, 3, 4",
        "2, 8, 7, 8",
        "2, 9, 8, 10",
        "2, 12, 14, 16",
        "2, 13, 16, 20",
    })
    void numbersStandForIntervals(int bits, long number, long low, long high) {
        assertThat(HistogramBuckets.logarithmic(bits, number, 5))
                .isEqualTo(new Value.Bucket(low, high, 5));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5})
    void bucketsAdjoin(int bits) {
        long end = 0;
        for (int number = 1; end != Long.MAX_VALUE; number++) {
            Value.Bucket bucket = HistogramBuckets.logarithmic(bits, number, 1);
            assertThat(bucket.low()).isEqualTo(end);
            assertThat(bucket.high()).isGreaterThan(bucket.low());
            end = bucket.high();
        }
    }

    @Test
    void negativeValuesShareABucket() {
        assertThat(HistogramBuckets.logarithmic(3, 0, 2))
                .isEqualTo(new Value.Bucket(Long.MIN_VALUE, 0, 2));
    }

    @Test
    void linearBucketsAreAsWideAsTheStep() {
        MapValue.LinearHistogram histogram = new MapValue.LinearHistogram(10, 30, 10);

        assertThat(HistogramBuckets.linear(histogram, 0, 1))
                .isEqualTo(new Value.Bucket(Long.MIN_VALUE, 10, 1));
        assertThat(HistogramBuckets.linear(histogram, 1, 1)).isEqualTo(new Value.Bucket(10, 20, 1));
        assertThat(HistogramBuckets.linear(histogram, 2, 1)).isEqualTo(new Value.Bucket(20, 30, 1));
        assertThat(HistogramBuckets.linear(histogram, 3, 1))
                .isEqualTo(new Value.Bucket(30, Long.MAX_VALUE, 1));
    }
}
