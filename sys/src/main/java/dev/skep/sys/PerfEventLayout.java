package dev.skep.sys;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Where the fields of {@code struct perf_event_attr} lie, in bytes (uapi {@code perf_event.h}). */
final class PerfEventLayout {

    static final int TYPE = 0;
    static final int SIZE = 4;
    static final int CONFIG = 8;
    static final int SAMPLE = 16;
    static final int SAMPLE_TYPE = 24;
    static final int READ_FORMAT = 32;
    static final int FLAGS = 40;
    static final int WAKEUP_EVENTS = 48;
    static final int BREAKPOINT = 52;
    static final int CONFIG1 = 56;
    static final int CONFIG2 = 64;

    /** PERF_ATTR_SIZE_VER5, Linux 4.1: all fields that Skep uses are in it. */
    static final int BYTES = 112;

    /** PERF_FLAG_FD_CLOEXEC. */
    static final int CLOSE_ON_EXEC = 8;

    static final int FREQUENCY_BIT = 10;

    private static final long FREQUENCY = 1L << FREQUENCY_BIT;

    private PerfEventLayout() {}

    static void write(PerfEvent event, MemorySegment to) {
        to.asSlice(0, BYTES).fill((byte) 0);
        to.set(ValueLayout.JAVA_INT, TYPE, event.type());
        to.set(ValueLayout.JAVA_INT, SIZE, BYTES);
        to.set(ValueLayout.JAVA_LONG, CONFIG, event.config());
        to.set(ValueLayout.JAVA_LONG, SAMPLE, event.sample());
        to.set(ValueLayout.JAVA_LONG, SAMPLE_TYPE, event.sampleType());
        to.set(ValueLayout.JAVA_LONG, READ_FORMAT, event.readFormat());
        to.set(ValueLayout.JAVA_LONG, FLAGS, event.frequency() ? FREQUENCY : 0);
        // A reader is woken by each sample.
        to.set(ValueLayout.JAVA_INT, WAKEUP_EVENTS, 1);
        to.set(ValueLayout.JAVA_INT, BREAKPOINT, event.breakpoint());
        to.set(ValueLayout.JAVA_LONG, CONFIG1, event.config1());
        to.set(ValueLayout.JAVA_LONG, CONFIG2, event.config2());
    }
}
