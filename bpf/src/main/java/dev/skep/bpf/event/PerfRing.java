package dev.skep.bpf.event;

import static dev.skep.bpf.event.PerfRingLayout.HEADER_BYTES;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/** Reads the buffer of one CPU. */
final class PerfRing {

    private static final VarHandle POSITION = ValueLayout.JAVA_LONG.varHandle();

    private final MemorySegment memory;
    private final int dataOffset;
    private final long size;
    private final MemorySegment whole;

    /**
     * Creates a reader.
     *
     * @param memory the page of positions and the data
     * @param dataOffset where the data start: a page
     * @param scratch where records that cross the end are put together: as long as the data
     */
    PerfRing(MemorySegment memory, int dataOffset, MemorySegment scratch) {
        this.memory = memory;
        this.dataOffset = dataOffset;
        this.size = memory.byteSize() - dataOffset;
        this.whole = scratch;
    }

    /** {@return how many records there were; loss is told apart} */
    int consume(RecordHandler handler, LossHandler loss) {
        int records = 0;
        long head = (long) POSITION.getAcquire(memory, (long) PerfRingLayout.HEAD);
        long tail = (long) POSITION.get(memory, (long) PerfRingLayout.TAIL);
        while (tail != head) {
            long at = tail % size;
            // A header is 8 bytes at a multiple of 8, so it is never split.
            int length =
                    Short.toUnsignedInt(
                            memory.get(
                                    ValueLayout.JAVA_SHORT,
                                    dataOffset + at + PerfRingLayout.SIZE_IN_HEADER));
            if (length < HEADER_BYTES) {
                break; // Nothing can be told of what follows.
            }
            MemorySegment record = memory;
            long start = dataOffset + at;
            if (at + length > size) {
                long first = size - at;
                MemorySegment.copy(memory, start, whole, 0, first);
                MemorySegment.copy(memory, dataOffset, whole, first, length - first);
                record = whole;
                start = 0;
            }
            switch (record.get(ValueLayout.JAVA_INT, start)) {
                case PerfRingLayout.SAMPLE -> {
                    records++;
                    handler.handle(
                            record,
                            start + PerfRingLayout.RAW_DATA,
                            record.get(ValueLayout.JAVA_INT, start + PerfRingLayout.RAW_SIZE));
                }
                case PerfRingLayout.LOST ->
                        loss.lost(
                                record.get(
                                        ValueLayout.JAVA_LONG, start + PerfRingLayout.LOST_COUNT));
                default -> {
                    // Records of other kinds are not asked for.
                }
            }
            tail += length;
            POSITION.setRelease(memory, (long) PerfRingLayout.TAIL, tail);
        }
        return records;
    }
}
