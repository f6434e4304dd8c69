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

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads what programs send by {@code bpf_perf_event_output}: one buffer for each CPU, for kernels
 * before 5.8 that have no {@link RingBuffer}. Records of different CPUs are not in order. Loss is
 * counted by the kernel and told.
 *
 * <p>A record starts 4 bytes behind a multiple of 8, and up to 7 bytes of padding may follow what
 * the program sent. One thread reads and closes.
 */
public final class PerfBuffer implements AutoCloseable {

    private static final int BPF_OUTPUT = 10;
    private static final long SAMPLE_RAW = 1 << 10;
    private static final int EVERY_PROCESS = -1;

    private final RecordHandler handler;
    private final LossHandler loss;
    private final Arena arena = Arena.ofShared();
    private final Poller poller;
    private final List<Descriptor> events = new ArrayList<>();
    private final List<PerfRing> rings = new ArrayList<>();
    private boolean closed;

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
        PerfEvent output =
                new PerfEvent(PerfEvent.SOFTWARE, BPF_OUTPUT, 0, 0, 1, false, SAMPLE_RAW, 1);
        int opened = kernel.perfEventOpen(output, EVERY_PROCESS, cpu);
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
        rings.add(new PerfRing(memory, pageSize, scratch));
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
        }
        return records;
    }

    /**
     * Hands over all records that are there, without waiting.
     *
     * @return how many there were
     */
    public int consume() {
        int records = 0;
        for (PerfRing ring : rings) {
            records += ring.consume(handler, loss);
        }
        return records;
    }

    /** Ends a wait that is going on. For any thread. */
    public void wake() {
        poller.wake();
    }

    /** Closes the buffers; the map's entries go with them. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            poller.close();
            arena.close();
            events.forEach(Descriptor::close);
        }
    }
}
