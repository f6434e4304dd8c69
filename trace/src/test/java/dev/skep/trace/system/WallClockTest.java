package dev.skep.trace.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.sys.Clock;

import org.junit.jupiter.api.Test;

import java.time.Instant;

class WallClockTest {

    @Test
    void fractionsOfASecondArePutIn() {
        assertThat(WallClock.withFraction("%H %f|%k|%l|%%f%", 1_002_003))
                .isEqualTo("%H 001002|001002003|001|%%f%");
    }

    @Test
    void allClocksTellTheSameTime() {
        long now = Instant.now().getEpochSecond();
        assertThat(seconds(WallClock.Source.BOOT, Clock.BOOT.now())).isBetween(now - 1, now + 2);
        assertThat(seconds(WallClock.Source.MONOTONIC, Clock.MONOTONIC.now()))
                .isBetween(now - 1, now + 2);
        assertThat(seconds(WallClock.Source.TAI, Clock.BOOT.now() + WallClock.atomicAhead()))
                .isBetween(now - 1, now + 2);
    }

    @Test
    void clocksHaveNumbers() {
        for (WallClock.Source source : WallClock.Source.values()) {
            assertThat(WallClock.Source.of(source.number())).isEqualTo(source);
        }
        assertThat(WallClock.Source.of(99)).isEqualTo(WallClock.Source.BOOT);
    }

    private static long seconds(WallClock.Source source, long nanoseconds) {
        return Long.parseLong(WallClock.format("%s", source, nanoseconds));
    }
}
