package dev.skep.sys.testkit;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/**
 * The kernel's side of a ring buffer: writes records as {@code bpf_ringbuf_reserve} and {@code
 * bpf_ringbuf_submit} do. The data area is mapped twice in a real kernel; here a record that
 * crosses the end is written to both places.
 */
public final class FakeRingBuffer {

    /** The header's flag of a record that is being written. */
    public static final int BUSY = 1 << 31;

    /** The header's flag of a record that must be skipped. */
    public static final int DISCARDED = 1 << 30;

    private static final int PAGE = 4096;
    private static final int HEADER = 8;
    private static final VarHandle LONG = ValueLayout.JAVA_LONG.varHandle();
    private static final VarHandle INT = ValueLayout.JAVA_INT.varHandle();

    private final MemorySegment consumer;
    private final MemorySegment producer;
    private final int size;

    FakeRingBuffer(Arena arena, int size) {
        this.size = size;
        consumer = arena.allocate(PAGE, PAGE);
        producer = arena.allocate(PAGE + 2L * size, PAGE);
    }

    long consumerPage() {
        return consumer.address();
    }

    long producerPage() {
        return producer.address();
    }

    boolean hasData() {
        return consumerPosition() != producerPosition();
    }

    /** {@return how far the reader has come, in bytes} */
    public long consumerPosition() {
        return (long) LONG.getAcquire(consumer, 0L);
    }

    /** {@return how far the writers have come, in bytes} */
    public long producerPosition() {
        return (long) LONG.getAcquire(producer, 0L);
    }

    /** Moves both positions, to test what happens when they wrap. */
    public void startAt(long position) {
        LONG.setRelease(consumer, 0L, position);
        LONG.setRelease(producer, 0L, position);
    }

    /** Writes a whole record. {@return whether there was room} */
    public boolean write(byte[] record) {
        long at = reserve(record);
        if (at < 0) {
            return false;
        }
        submit(at, 0);
        return true;
    }

    /**
     * Writes a record that is still marked as being written. {@return where it is, or -1 if there
     * is no room}
     */
    public long reserve(byte[] record) {
        long position = producerPosition();
        long step = (record.length + HEADER + 7L) & -8L;
        if (position + step - consumerPosition() > size) {
            return -1;
        }
        long offset = position & (size - 1);
        INT.setRelease(producer, PAGE + offset, record.length | BUSY);
        for (int i = 0; i < record.length; i++) {
            setData(offset + HEADER + i, record[i]);
        }
        LONG.setRelease(producer, 0L, position + step);
        return offset;
    }

    /** Ends the record at {@code offset}; {@code flag} is 0 or {@link #DISCARDED}. */
    public void submit(long offset, int flag) {
        int length = (int) INT.getAcquire(producer, PAGE + offset) & ~BUSY;
        INT.setRelease(producer, PAGE + offset, length | flag);
    }

    private void setData(long offset, byte value) {
        long wrapped = offset & (size - 1);
        producer.set(ValueLayout.JAVA_BYTE, PAGE + wrapped, value);
        producer.set(ValueLayout.JAVA_BYTE, PAGE + size + wrapped, value);
    }
}
