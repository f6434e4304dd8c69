package dev.skep.sys.testkit;

import dev.skep.sys.Errno;
import dev.skep.sys.Kernel;
import dev.skep.sys.LinkCreate;
import dev.skep.sys.LogBuffer;
import dev.skep.sys.MapBatch;
import dev.skep.sys.MapCreate;
import dev.skep.sys.ObjectKind;
import dev.skep.sys.PerfEvent;
import dev.skep.sys.ProgramLoad;
import dev.skep.sys.TestRun;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A kernel in memory: maps that keep what is put into them, descriptors that must be closed, ring
 * buffers that a test writes to, errors and verifier logs on demand.
 *
 * <p>It runs no program: {@link #programTestRun} returns 0 and notes the run.
 */
public final class FakeKernel implements Kernel {

    /** What can be made to fail. */
    public enum Operation {
        MAP_CREATE,
        MAP_UPDATE,
        MAP_BATCH,
        PROGRAM_LOAD,
        BTF_LOAD,
        LINK_CREATE,
        RAW_TRACEPOINT_OPEN,
        PERF_EVENT_OPEN,
        IOCTL,
        MMAP,
        TEST_RUN,
        LOCKED_MEMORY
    }

    private record Failure(int errno, String log) {}

    private static final int FIRST_DESCRIPTOR = 3;
    private static final int RING_BUFFER = 27;
    private static final int PAGE = 4096;

    private final Arena arena = Arena.ofShared();
    private final int possibleCpus;
    private final TreeMap<Integer, Object> descriptors = new TreeMap<>();
    private final Map<Operation, Deque<Failure>> failures = new HashMap<>();
    private final List<ProgramLoad> loads = new ArrayList<>();
    private final List<String> attached = new ArrayList<>();
    private final List<Integer> runs = new ArrayList<>();
    private final Map<Integer, FakeRingBuffer> ringBuffers = new LinkedHashMap<>();
    private final Map<Long, Long> mappings = new HashMap<>();

    private record Program(ProgramLoad request) {}

    private record Perf(PerfEvent event, int cpu) {}

    private record Link(String what) {}

    /** BTF of the kernel's own; of what programs were loaded with it keeps the bytes. */
    private record KernelTypes(String name) {}

    private static final class Epoll {
        final Map<Integer, Long> watched = new LinkedHashMap<>();
    }

    private static final class Counter {
        long value;
    }

    /** Creates a kernel with that many possible CPUs. */
    public FakeKernel(int possibleCpus) {
        this.possibleCpus = possibleCpus;
    }

    /** Makes the next call of {@code operation} fail with {@code errno}. */
    public synchronized FakeKernel fail(Operation operation, int errno) {
        return fail(operation, errno, "");
    }

    /** Makes the next call of {@code operation} fail with {@code errno} and write {@code log}. */
    public synchronized FakeKernel fail(Operation operation, int errno, String log) {
        failures.computeIfAbsent(operation, o -> new ArrayDeque<>()).add(new Failure(errno, log));
        return this;
    }

    /**
     * Gives the kernel types of its own, which others find by {@link #nextId}; they take a
     * descriptor.
     *
     * @param name {@code vmlinux} or a module
     */
    public synchronized FakeKernel kernelTypes(String name) {
        open(new KernelTypes(name));
        return this;
    }

    /** {@return how many descriptors are open: 0 when everything was closed} */
    public synchronized int openDescriptors() {
        return descriptors.size();
    }

    /** {@return how many bytes are mapped} */
    public synchronized long mappedBytes() {
        return mappings.values().stream().mapToLong(Long::longValue).sum();
    }

    /** {@return the requests of all loads, the failed ones too} */
    public synchronized List<ProgramLoad> loads() {
        return List.copyOf(loads);
    }

    /** {@return what was attached, in order, such as {@code perf:0} or {@code raw:sys_enter}} */
    public synchronized List<String> attached() {
        return List.copyOf(attached);
    }

    /** {@return the descriptors of the programs that were run on demand} */
    public synchronized List<Integer> runs() {
        return List.copyOf(runs);
    }

    /** {@return the producer's side of the ring buffer behind {@code map}, once it is mapped} */
    public synchronized FakeRingBuffer ringBuffer(int map) {
        FakeRingBuffer buffer = ringBuffers.get(map);
        if (buffer == null) {
            throw new IllegalStateException("descriptor " + map + " is no mapped ring buffer");
        }
        return buffer;
    }

    private @Nullable Failure failure(Operation operation) {
        Deque<Failure> queue = failures.get(operation);
        return queue == null ? null : queue.poll();
    }

    private int open(Object what) {
        int descriptor = FIRST_DESCRIPTOR;
        while (descriptors.containsKey(descriptor)) {
            descriptor++;
        }
        descriptors.put(descriptor, what);
        return descriptor;
    }

    private int openUnlessFailing(Operation operation, Object what) {
        Failure failure = failure(operation);
        return failure == null ? open(what) : -failure.errno();
    }

    private @Nullable FakeMap map(int descriptor) {
        return descriptors.get(descriptor) instanceof FakeMap map ? map : null;
    }

    @Override
    public synchronized int mapCreate(MapCreate request) {
        return openUnlessFailing(Operation.MAP_CREATE, new FakeMap(request, possibleCpus));
    }

    @Override
    public synchronized int mapLookup(int map, MemorySegment key, MemorySegment value, long flags) {
        FakeMap fake = map(map);
        return fake == null ? -Errno.EBADF : fake.lookup(key, value);
    }

    @Override
    public synchronized int mapUpdate(int map, MemorySegment key, MemorySegment value, long flags) {
        Failure failure = failure(Operation.MAP_UPDATE);
        FakeMap fake = map(map);
        if (failure != null) {
            return -failure.errno();
        }
        return fake == null ? -Errno.EBADF : fake.update(key, value, flags);
    }

    @Override
    public synchronized int mapDelete(int map, MemorySegment key) {
        FakeMap fake = map(map);
        return fake == null ? -Errno.EBADF : fake.delete(key);
    }

    @Override
    public synchronized int mapNextKey(int map, @Nullable MemorySegment key, MemorySegment next) {
        FakeMap fake = map(map);
        return fake == null ? -Errno.EBADF : fake.nextKey(key, next);
    }

    @Override
    public synchronized int mapLookupAndDelete(int map, MemorySegment key, MemorySegment value) {
        int found = mapLookup(map, key, value, 0);
        return found < 0 ? found : mapDelete(map, key);
    }

    @Override
    public synchronized int mapLookupBatch(MapBatch batch) {
        Failure failure = failure(Operation.MAP_BATCH);
        FakeMap fake = map(batch.map);
        if (failure != null) {
            return -failure.errno();
        }
        return fake == null ? -Errno.EBADF : fake.lookupBatch(batch);
    }

    @Override
    public synchronized int mapFreeze(int map) {
        FakeMap fake = map(map);
        return fake == null ? -Errno.EBADF : fake.freeze();
    }

    private static void writeLog(@Nullable LogBuffer log, String text) {
        if (log != null) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            int length = (int) Math.min(bytes.length, log.buffer().byteSize() - 1);
            MemorySegment.copy(bytes, 0, log.buffer(), ValueLayout.JAVA_BYTE, 0, length);
            log.buffer().set(ValueLayout.JAVA_BYTE, length, (byte) 0);
        }
    }

    @Override
    public synchronized int programLoad(ProgramLoad request) {
        loads.add(request);
        Failure failure = failure(Operation.PROGRAM_LOAD);
        if (failure != null) {
            writeLog(request.log(), failure.log());
            return -failure.errno();
        }
        return open(new Program(request));
    }

    @Override
    public synchronized int programTestRun(TestRun request) {
        Failure failure = failure(Operation.TEST_RUN);
        if (failure != null) {
            return -failure.errno();
        }
        if (!(descriptors.get(request.program()) instanceof Program)) {
            return -Errno.EBADF;
        }
        runs.add(request.program());
        request.result().set(ValueLayout.JAVA_INT, 0, 0);
        return 0;
    }

    @Override
    public synchronized int btfLoad(MemorySegment btf, @Nullable LogBuffer log) {
        Failure failure = failure(Operation.BTF_LOAD);
        if (failure != null) {
            writeLog(log, failure.log());
            return -failure.errno();
        }
        return open(btf);
    }

    private int attach(Operation operation, int program, String what) {
        Failure failure = failure(operation);
        if (failure != null) {
            return -failure.errno();
        }
        if (!(descriptors.get(program) instanceof Program)) {
            return -Errno.EBADF;
        }
        attached.add(what);
        return open(new Link(what));
    }

    @Override
    public synchronized int linkCreate(LinkCreate request) {
        String what =
                switch (request) {
                    case LinkCreate.PerfEvent link ->
                            descriptors.get(link.perfEvent()) instanceof Perf perf
                                    ? "perf:" + perf.cpu()
                                    : "";
                    case LinkCreate.Tracing link -> "tracing:" + link.attachType();
                    case LinkCreate.Iterator _ -> "iterator";
                    case LinkCreate.KprobeMulti link -> "kprobes:" + link.symbols();
                    case LinkCreate.UprobeMulti link -> "uprobes:" + link.path();
                    case LinkCreate.Cgroup link -> "cgroup:" + link.attachType();
                    case LinkCreate.Xdp link -> "xdp:" + link.device();
                    case LinkCreate.Tcx link -> "tcx:" + link.device();
                    case LinkCreate.NetworkNamespace link -> "netns:" + link.attachType();
                };
        return what.isEmpty()
                ? -Errno.EBADF
                : attach(Operation.LINK_CREATE, request.program(), what);
    }

    @Override
    public synchronized int iteratorCreate(int link) {
        return descriptors.get(link) instanceof Link ? open(new Counter()) : -Errno.EBADF;
    }

    @Override
    public synchronized int rawTracepointOpen(@Nullable String name, int program) {
        return attach(Operation.RAW_TRACEPOINT_OPEN, program, "raw:" + name);
    }

    @Override
    public synchronized int objectInfo(int descriptor, MemorySegment info) {
        if (descriptors.get(descriptor) instanceof KernelTypes(String name)) {
            return types(name, info);
        }
        return descriptors.containsKey(descriptor) ? 0 : -Errno.EBADF;
    }

    /** Fills {@code struct bpf_btf_info}; {@return its size} */
    @SuppressWarnings("restricted") // the caller says where the name goes by an address
    private static int types(String name, MemorySegment info) {
        long text = info.get(ValueLayout.JAVA_LONG, 16);
        if (text != 0) {
            int length = info.get(ValueLayout.JAVA_INT, 24);
            MemorySegment.ofAddress(text).reinterpret(length).setString(0, name);
        }
        info.set(ValueLayout.JAVA_INT, 28, 1);
        return 32;
    }

    private static boolean isOfKind(ObjectKind kind, Object object) {
        return switch (kind) {
            case PROGRAM -> object instanceof Program;
            case MAP -> object instanceof FakeMap;
            case BTF -> object instanceof MemorySegment || object instanceof KernelTypes;
            case LINK -> object instanceof Link;
        };
    }

    /** Ids are the numbers of descriptors, so an object has one for each of its descriptors. */
    @Override
    public synchronized int nextId(ObjectKind kind, int id) {
        for (Map.Entry<Integer, Object> entry : descriptors.tailMap(id, false).entrySet()) {
            if (isOfKind(kind, entry.getValue())) {
                return entry.getKey();
            }
        }
        return -Errno.ENOENT;
    }

    @Override
    public synchronized int openById(ObjectKind kind, int id) {
        Object object = descriptors.get(id);
        return object != null && isOfKind(kind, object) ? open(object) : -Errno.ENOENT;
    }

    @Override
    public synchronized int enableRunStatistics() {
        return open(new Counter());
    }

    @Override
    public synchronized int perfEventOpen(PerfEvent event, int pid, int cpu) {
        return openUnlessFailing(Operation.PERF_EVENT_OPEN, new Perf(event, cpu));
    }

    @Override
    public synchronized long mmap(
            long length, int protection, int flags, int descriptor, long offset) {
        Failure failure = failure(Operation.MMAP);
        FakeMap map = map(descriptor);
        if (failure != null || map == null) {
            return failure == null ? -Errno.EBADF : -failure.errno();
        }
        long address;
        if (map.request.type() == RING_BUFFER) {
            FakeRingBuffer buffer =
                    ringBuffers.computeIfAbsent(
                            descriptor, d -> new FakeRingBuffer(arena, map.request.maxEntries()));
            address = offset == 0 ? buffer.consumerPage() : buffer.producerPage();
        } else {
            address = arena.allocate(length, PAGE).address();
        }
        mappings.put(address, length);
        return address;
    }

    @Override
    public synchronized int munmap(long address, long length) {
        return mappings.remove(address, length) ? 0 : -Errno.EINVAL;
    }

    @Override
    public synchronized int ioctl(int descriptor, long command, long argument) {
        Failure failure = failure(Operation.IOCTL);
        if (failure != null) {
            return -failure.errno();
        }
        return descriptors.containsKey(descriptor) ? 0 : -Errno.EBADF;
    }

    @Override
    public synchronized int close(int descriptor) {
        notifyAll();
        return descriptors.remove(descriptor) == null ? -Errno.EBADF : 0;
    }

    @Override
    public synchronized long read(int descriptor, MemorySegment buffer) {
        if (!(descriptors.get(descriptor) instanceof Counter counter)) {
            return -Errno.EBADF;
        }
        if (counter.value == 0) {
            return -Errno.EAGAIN;
        }
        buffer.set(ValueLayout.JAVA_LONG, 0, counter.value);
        counter.value = 0;
        return Long.BYTES;
    }

    @Override
    public synchronized long write(int descriptor, MemorySegment buffer) {
        if (!(descriptors.get(descriptor) instanceof Counter counter)) {
            return -Errno.EBADF;
        }
        counter.value += buffer.get(ValueLayout.JAVA_LONG, 0);
        notifyAll();
        return Long.BYTES;
    }

    @Override
    public synchronized int epollCreate() {
        return open(new Epoll());
    }

    @Override
    public synchronized int epollAdd(int epoll, int descriptor, long token) {
        if (!(descriptors.get(epoll) instanceof Epoll set)
                || !descriptors.containsKey(descriptor)) {
            return -Errno.EBADF;
        }
        return set.watched.putIfAbsent(descriptor, token) == null ? 0 : -Errno.EEXIST;
    }

    @Override
    public synchronized int epollWait(int epoll, long[] tokens, int timeoutMillis) {
        long deadline =
                timeoutMillis < 0 ? Long.MAX_VALUE : System.nanoTime() + timeoutMillis * 1_000_000L;
        while (true) {
            if (!(descriptors.get(epoll) instanceof Epoll set)) {
                return -Errno.EBADF;
            }
            int ready = 0;
            for (Map.Entry<Integer, Long> watched : set.watched.entrySet()) {
                if (ready < tokens.length && ready(watched.getKey())) {
                    tokens[ready++] = watched.getValue();
                }
            }
            long left = deadline - System.nanoTime();
            if (ready > 0 || left <= 0) {
                return ready;
            }
            try {
                // Ring buffers are written without a notification, so look again soon.
                wait(Math.clamp(left / 1_000_000, 1, 5));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return -Errno.EINTR;
            }
        }
    }

    private boolean ready(int descriptor) {
        FakeRingBuffer buffer = ringBuffers.get(descriptor);
        return buffer != null
                ? buffer.hasData()
                : descriptors.get(descriptor) instanceof Counter counter && counter.value > 0;
    }

    @Override
    public synchronized int eventCreate() {
        return open(new Counter());
    }

    @Override
    public int open(String path) {
        return -Errno.ENOENT;
    }

    @Override
    public int mountDetached(String fileSystemType) {
        return -Errno.EPERM;
    }

    @Override
    public int enterNewNetworkNamespace() {
        return 0;
    }

    @Override
    public synchronized int raiseLockedMemoryLimit() {
        Failure failure = failure(Operation.LOCKED_MEMORY);
        return failure == null ? 0 : -failure.errno();
    }
}
