package dev.skep.bpf.event;

import dev.skep.bpf.BpfMap;
import dev.skep.bpf.KernelException;
import dev.skep.bpf.handle.Descriptor;
import dev.skep.bpf.handle.LoadedMap;
import dev.skep.bpf.target.Cpus;
import dev.skep.bpf.target.Target;
import dev.skep.sys.Errno;
import dev.skep.sys.Kernel;
import dev.skep.sys.Mapping;
import dev.skep.sys.PerfEvent;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads what programs send by {@code bpf_perf_event_output}: one buffer for each CPU, for kernels
 * before 5.8 that have no {@link RingBuffer}. Records of different CPUs are not in order.
 *
 * <p>Loss is counted by the kernel. Since Linux 6.0 it is asked for the count, and all loss is
 * told, at the latest when this is closed. Before, the kernel tells loss in front of the next
 * record that finds room: what is lost behind the last record stays untold, since there is no other
 * way to it.
 *
 * <p>A record starts 4 bytes behind a multiple of 8, and up to 7 bytes of padding may follow what
 * the program sent. One thread reads and closes.
 */
public final class PerfBuffer implements AutoCloseable {

    private static final int EVERY_PROCESS = -1;

    private final RecordHandler handler;
    private final LossHandler loss;
    private final Arena arena = Arena.ofShared();
    private final Poller poller;
    private final List<Descriptor> events = new ArrayList<>();
    private final List<CpuBuffer> buffers = new ArrayList<>();
    private boolean closed;

    /**
     * The buffer of one CPU.
     *
     * @param lost what the kernel counts as lost; null before Linux 6.0
     */
    private record CpuBuffer(PerfRing ring, @Nullable LossCount lost) {

        int consume(RecordHandler handler, LossHandler loss) {
            if (lost == null) {
                return ring.consume(handler, loss);
            }
            // What the records say of loss is in the count as well.
            int records = ring.consume(handler, count -> {});
            if (records > 0) {
                lost.tell(loss);
            }
            return records;
        }
    }

    /**
     * Opens a buffer for every online CPU and puts it into a map of type {@link
     * dev.skep.bpf.spec.MapType#PERF_EVENT_ARRAY}. The map stays its owner's and must outlive this.
     *
     * @param pages pages of records for each CPU, a power of two
     * @throws KernelException if the kernel refuses
     */
    public PerfBuffer(
            BpfMap map, Target target, int pages, RecordHandler handler, LossHandler loss) {
        if (Integer.bitCount(pages) != 1) {
            throw new IllegalArgumentException(pages + " pages are not a power of two");
        }
        this.handler = handler;
        this.loss = loss;
        Kernel kernel = ((LoadedMap) map).descriptor().kernel();
        poller = new Poller(kernel);
        try {
            MemorySegment scratch = arena.allocate((long) pages * target.pageSize(), 8);
            Cpus online = target.onlineCpus();
            for (int i = 0; i < online.count(); i++) {
                open(kernel, map, online.id(i), pages, target.pageSize(), scratch);
            }
        } catch (Throwable t) {
            close();
            throw t;
        }
    }

    private void open(
            Kernel kernel, BpfMap map, int cpu, int pages, int pageSize, MemorySegment scratch) {
        int opened =
                kernel.perfEventOpen(PerfEvent.output(PerfEvent.TELL_LOST), EVERY_PROCESS, cpu);
        boolean tellsLost = opened != -Errno.EINVAL;
        if (!tellsLost) {
            opened = kernel.perfEventOpen(PerfEvent.output(0), EVERY_PROCESS, cpu);
        }
        if (opened == -Errno.ENODEV) {
            return; // The CPU went offline since the list was read.
        }
        check(opened, "opening a perf buffer of CPU " + cpu);
        Descriptor event = new Descriptor(kernel, opened, "perf buffer of CPU " + cpu);
        events.add(event);
        int[] error = new int[1];
        MemorySegment memory =
                Mapping.map(
                        kernel,
                        opened,
                        0,
                        (pages + 1L) * pageSize,
                        Mapping.READ_WRITE,
                        arena,
                        error);
        check(error[0], "mapping the " + event);
        buffers.add(
                new CpuBuffer(
                        new PerfRing(memory, pageSize, scratch),
                        tellsLost ? new LossCount(event, arena) : null));
        try (Arena call = Arena.ofConfined()) {
            map.update(
                    call.allocateFrom(ValueLayout.JAVA_INT, cpu),
                    call.allocateFrom(ValueLayout.JAVA_INT, opened));
        }
        check(kernel.ioctl(opened, PerfEvent.ENABLE, 0), "enabling the " + event);
        poller.add(opened, () -> {});
    }

    private static void check(int result, String attempted) {
        if (result < 0) {
            throw new KernelException(attempted, result);
        }
    }

    /**
     * Waits for records and hands them over.
     *
     * @param timeoutMillis 0 does not wait, -1 waits for ever
     * @return how many records there were
     */
    public int poll(int timeoutMillis) {
        int records = consume();
        if (records == 0 && timeoutMillis != 0) {
            poller.poll(timeoutMillis);
            records = consume();
            if (records == 0) {
                tellLost();
            }
        }
        return records;
    }

    /** Finds loss that no record hints at, as of records that are larger than the buffer. */
    private void tellLost() {
        for (CpuBuffer buffer : buffers) {
            if (buffer.lost != null) {
                buffer.lost.tell(loss);
            }
        }
    }

    /**
     * Hands over all records that are there, without waiting.
     *
     * @return how many there were
     */
    public int consume() {
        int records = 0;
        for (CpuBuffer buffer : buffers) {
            records += buffer.consume(handler, loss);
        }
        return records;
    }

    /** Ends a wait that is going on. For any thread. */
    public void wake() {
        poller.wake();
    }

    /**
     * Tells loss that was not told yet and closes the buffers; the map's entries go with them.
     * Records that were not consumed are dropped.
     */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            tellLost();
            poller.close();
            arena.close();
            events.forEach(Descriptor::close);
        }
    }
}
