package dev.skep.trace.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.trace.record.Value;
import dev.skep.trace.schema.MapValue;
import dev.skep.trace.schema.MapValue.TimeSeries.Fold;

import org.junit.jupiter.api.Test;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

class SeriesFoldTest {
    private static final int WORDS = 3;

    /** An entry as the kernel has it: value, detail, number of each CPU. */
    private static MemorySegment entry(long... words) {
        return Arena.ofAuto().allocateFrom(ValueLayout.JAVA_LONG, words);
    }

    private static Value.TimeSeries fold(Fold fold, long newest, MemorySegment... entries) {
        SeriesFold series = new SeriesFold(new MapValue.TimeSeries(10, 3, fold, true));
        for (MemorySegment entry : entries) {
            int cpus = (int) entry.byteSize() / (WORDS * Long.BYTES);
            series.add(entry, cpus, WORDS * Long.BYTES);
        }
        return series.series(newest);
    }

    private static long value(Fold fold) {
        return fold(fold, 7, entry(4, 2, 7, 9, 1, 7)).samples().getFirst().value();
    }

    @Test
    void processorsAreTakenTogether() {
        assertThat(value(Fold.LAST)).isEqualTo(4);
        assertThat(value(Fold.SUM)).isEqualTo(13);
        assertThat(value(Fold.MIN)).isEqualTo(4);
        assertThat(value(Fold.MAX)).isEqualTo(9);
        assertThat(value(Fold.AVERAGE)).isEqualTo(4);
    }

    @Test
    void whatAProcessorHoldsOfAnOlderIntervalIsOver() {
        assertThat(fold(Fold.SUM, 7, entry(100, 1, 4, 5, 1, 7)).samples())
                .containsExactly(new Value.Sample(70, true, 5));
    }

    @Test
    void theLastIntervalsOfTheMapAreShownFromTheFirstWithAValue() {
        assertThat(fold(Fold.LAST, 9, entry(1, 1, 6), entry(2, 1, 7)).samples())
                .containsExactly(
                        new Value.Sample(70, true, 2),
                        new Value.Sample(80, false, 0),
                        new Value.Sample(90, false, 0));
        assertThat(fold(Fold.LAST, 20, entry(1, 1, 6)).samples()).isEmpty();
    }

    @Test
    void whatWasSetToZeroHasNoIntervals() {
        SeriesFold series = new SeriesFold(new MapValue.TimeSeries(10, 3, Fold.LAST, true));
        series.add(entry(0, 0, 0), 1, WORDS * Long.BYTES);

        assertThat(series.newest()).isZero();
        assertThat(series.series(0).samples()).isEmpty();
    }
}
