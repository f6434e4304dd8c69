package dev.skep.trace.system;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FreeMemoryTest {

    @Test
    void readsWhatIsAvailable() {
        String text =
                """
                MemTotal:       24684096 kB
                MemFree:        22332948 kB
                MemAvailable:   23869772 kB
                Buffers:            1234 kB
                """;

        assertThat(FreeMemory.available(text)).isEqualTo(23869772L * 1024);
        assertThat(FreeMemory.available("MemTotal: 5 kB\n")).isZero();
    }

    @Test
    void staysWithinBounds() {
        assertThat(FreeMemory.ringBufferPages(4096)).isBetween(64, 2048);
        // So large a page that a thousandth of any memory is few of them.
        assertThat(FreeMemory.ringBufferPages(Integer.MAX_VALUE)).isEqualTo(64);
    }
}
