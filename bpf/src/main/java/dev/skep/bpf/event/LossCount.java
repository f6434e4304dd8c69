package dev.skep.bpf.event;

import dev.skep.bpf.handle.Descriptor;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * How many samples of a perf event found no room, which is read from the event itself
 * (PERF_FORMAT_LOST). Since Linux 6.0.
 */
final class LossCount {

    /** u64 value, which means nothing here, and u64 lost. */
    private static final int BYTES = 16;

    private static final int LOST = 8;

    private final Descriptor event;
    private final MemorySegment answer;
    private long told;

    /** Counts from 0; {@code event} and {@code arena} stay the caller's. */
    LossCount(Descriptor event, Arena arena) {
        this.event = event;
        this.answer = arena.allocate(BYTES, 8);
    }

    /** Tells what was lost since it was told last, if anything was. */
    void tell(LossHandler loss) {
        // An event whose CPU went offline gives nothing more.
        if (event.kernel().read(event.number(), answer) == BYTES) {
            long lost = answer.get(ValueLayout.JAVA_LONG, LOST);
            if (lost > told) {
                loss.lost(lost - told);
                told = lost;
            }
        }
    }
}
