package dev.skep.bpf.event;

import static dev.skep.bpf.event.RingBufferLayout.BUSY;
import static dev.skep.bpf.event.RingBufferLayout.DISCARDED;
import static dev.skep.bpf.event.RingBufferLayout.HEADER_BYTES;

import dev.skep.bpf.BpfMap;
import dev.skep.bpf.KernelException;
import dev.skep.bpf.handle.LoadedMap;
import dev.skep.bpf.record.RecordLayout;
import dev.skep.bpf.target.Target;
import dev.skep.sys.Kernel;
import dev.skep.sys.Mapping;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Reads a ring buffer map. One thread reads at a time; the handler runs on it. Any thread may
 * {@link #close}, which waits until the handler has returned, or, called by the handler itself,
 * takes effect when it returns.
 *
 * <p>No record is copied, and the position that frees the writers' space is stored once for a
 * batch, not for each record. A writer notifies only if it finds the reader's position at its own
 * record. So when there is nothing left to read, the stored position must be visible to the writers
 * before the reader looks for the last time: that takes a full fence, and only there. And as long
 * as records come quickly it is not stored, so that writers need not notify.
 */
public final class RingBuffer implements AutoCloseable {

    private static final VarHandle POSITION = ValueLayout.JAVA_LONG.varHandle();
    private static final VarHandle HEADER = ValueLayout.JAVA_INT.varHandle();

    /** Space is given back to the writers at the latest after this part of the buffer was read. */
    private static final int BATCHES = 8;

    /** How often the reader looks for more when all was read: once for so many that were. */
    private static final int RECORDS_PER_LOOK = 2;

    private static final int MOST_LOOKS = 32;

    private final BpfMap map;
    private final RecordHandler handler;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment consumer;
    private final MemorySegment producer;
    private final int dataOffset;
    private final long mask;
    private final long batch;
    private final Poller poller;
    private final ReentrantLock reading = new ReentrantLock();
    private volatile boolean closing;
    private boolean closed;

    /**
     * Opens a map of type {@link dev.skep.bpf.spec.MapType#RINGBUF} for reading. The map stays its
     * owner's and must outlive this.
     *
     * @throws KernelException if the kernel refuses
     */
    public RingBuffer(BpfMap map, Target target, RecordHandler handler) {
        this.map = map;
        this.handler = handler;
        Kernel kernel = ((LoadedMap) map).descriptor().kernel();
        int descriptor = map.fd();
        int page = target.pageSize();
        long size = map.spec().maxEntries();
        mask = size - 1;
        batch = size / BATCHES;
        dataOffset = page;
        poller = new Poller(kernel);
        try {
            int[] error = new int[1];
            consumer = Mapping.map(kernel, descriptor, 0, page, Mapping.READ_WRITE, arena, error);
            check(error[0]);
            producer =
                    Mapping.map(
                            kernel, descriptor, page, page + 2 * size, Mapping.READ, arena, error);
            check(error[0]);
            poller.add(descriptor, () -> {});
        } catch (Throwable t) {
            arena.close();
            poller.close();
            throw t;
        }
    }

    /**
     * Opens a ring buffer whose records are all of one type; otherwise as {@link
     * #RingBuffer(BpfMap, Target, RecordHandler)}.
     *
     * @param type the type; {@link RecordLayout#check} compares it with what the program writes
     * @throws IllegalArgumentException if the type can't be read, as {@link RecordLayout#of(Class)}
     *     tells
     */
    public static <R extends Record> RingBuffer of(
            BpfMap map, Target target, Class<R> type, Consumer<? super R> consumer) {
        return new RingBuffer(map, target, RecordLayout.of(type).handler(consumer));
    }

    private void check(int error) {
        if (error < 0) {
            throw new KernelException("mapping " + map, error);
        }
    }

    /**
     * {@return a descriptor that is ready for reading when there are records, for an epoll set of
     * the caller's; it stays the map's}
     */
    public int descriptor() {
        return map.fd();
    }

    /**
     * Waits for records and hands them over.
     *
     * @param timeoutMillis 0 does not wait, -1 waits for ever
     * @return how many records there were; 0 when {@link #close} or the time ended the wait, or
     *     when a record that a writer is not done with did
     */
    public int poll(int timeoutMillis) {
        reading.lock();
        try {
            int records = consume();
            if (records == 0 && timeoutMillis != 0 && !closing) {
                poller.poll(timeoutMillis);
                records = consume();
            }
            return records;
        } finally {
            leave();
        }
    }

    /**
     * Hands over all records that are there, without waiting.
     *
     * @return how many there were
     */
    public int consume() {
        reading.lock();
        try {
            return closing ? 0 : drain();
        } finally {
            leave();
        }
    }

    private int drain() {
        // In locals, as every acquire makes the compiler read fields again.
        MemorySegment memory = producer;
        RecordHandler receiver = handler;
        long data = dataOffset;
        long wrap = mask;
        long most = batch;
        int records = 0;
        int storedRecords = 0;
        long position = (long) POSITION.get(consumer, 0L);
        long stored = position;
        try {
            while (!closing) {
                // Positions are unsigned and wrap, so they are compared for equality only.
                long end = (long) POSITION.getAcquire(memory, 0L);
                while (position != end) {
                    long at = data + (position & wrap);
                    int header = (int) HEADER.getAcquire(memory, at);
                    if ((header & BUSY) != 0) {
                        break;
                    }
                    position += RingBufferLayout.step(header);
                    if ((header & DISCARDED) == 0) {
                        records++;
                        receiver.handle(memory, at + HEADER_BYTES, RingBufferLayout.length(header));
                    }
                    if (position - stored >= most || closing) {
                        break;
                    }
                }
                if (stored == position) {
                    return records;
                }
                if (position - stored < most && moreWithin(position, records - storedRecords)) {
                    continue;
                }
                stored = position;
                storedRecords = records;
                POSITION.setRelease(consumer, 0L, position);
                VarHandle.fullFence();
            }
            return records;
        } finally {
            if (stored != position) {
                POSITION.setRelease(consumer, 0L, position);
            }
        }
    }

    /**
     * {@return whether a record comes within a time that is short against that of reading what was
     * read since the position was stored} While the writers find an old position they notify
     * nobody, and a notification costs them as much as ten records.
     */
    private boolean moreWithin(long position, int records) {
        int looks = Math.min(records / RECORDS_PER_LOOK, MOST_LOOKS);
        for (int i = 0; i < looks && !closing; i++) {
            if (position != (long) POSITION.getAcquire(producer, 0L)
                    && ((int) HEADER.getAcquire(producer, dataOffset + (position & mask)) & BUSY)
                            == 0) {
                return true;
            }
            Thread.onSpinWait();
        }
        return false;
    }

    private void leave() {
        try {
            if (closing && reading.getHoldCount() == 1) {
                free();
            }
        } finally {
            reading.unlock();
        }
    }

    private void free() {
        if (!closed) {
            closed = true;
            poller.close();
            arena.close();
        }
    }

    /** Ends a wait that is going on and unmaps the memory. */
    @Override
    public void close() {
        closing = true;
        if (!reading.isHeldByCurrentThread()) {
            poller.wake();
        }
        reading.lock();
        leave();
    }
}
