package dev.skep.sys;

import static dev.skep.sys.BpfAttributeLayout.NAME_LENGTH;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import dev.skep.sys.BpfAttributeLayout.Command;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** The kernel that this JVM runs on. */
final class LinuxKernel implements Kernel {

    static final LinuxKernel INSTANCE = new LinuxKernel();

    /** How often a load is tried again that a pending signal interrupted; libbpf's number. */
    private static final int LOAD_ATTEMPTS = 5;

    /** Attributes read 0 as "not given", so descriptors start above the standard streams. */
    private static final int FIRST_DESCRIPTOR = 3;

    private static final int F_DUPFD_CLOEXEC = 1030;
    private static final int AT_FDCWD = -100;
    private static final int O_CLOEXEC = 0x80000;
    private static final int EPOLL_CLOEXEC = 0x80000;
    private static final int EPOLL_CTL_ADD = 1;
    private static final int EPOLLIN = 1;

    /** {@code struct epoll_event} is packed on x86-64 and 16 bytes long elsewhere. */
    private static final boolean EPOLL_PACKED = SystemCall.EPOLL_CTL.number() == 233;

    private static final int EPOLL_EVENT_BYTES = EPOLL_PACKED ? 12 : 16;
    private static final int EPOLL_DATA = EPOLL_PACKED ? 4 : 8;
    private static final int EVENTFD_FLAGS = 0x80000 | 0x800; // EFD_CLOEXEC | EFD_NONBLOCK
    private static final int RLIMIT_MEMLOCK = 8;
    private static final int CLONE_NEWNET = 0x40000000;

    private LinuxKernel() {}

    private static int bpf(int command, MemorySegment attributes, int size) {
        return (int) Syscalls.call(SystemCall.BPF, command, attributes.address(), size);
    }

    private static int bpfDescriptor(int command, MemorySegment attributes, int size) {
        return aboveStandardStreams(bpf(command, attributes, size));
    }

    private static int aboveStandardStreams(int descriptor) {
        if (descriptor < 0 || descriptor >= FIRST_DESCRIPTOR) {
            return descriptor;
        }
        long moved = Syscalls.call(SystemCall.FCNTL, descriptor, F_DUPFD_CLOEXEC, FIRST_DESCRIPTOR);
        Syscalls.call(SystemCall.CLOSE, descriptor);
        return (int) moved;
    }

    private static MemorySegment zeroed(int size) {
        return Syscalls.area().attributes.asSlice(0, size).fill((byte) 0);
    }

    private static void setName(MemorySegment attributes, int offset, String name) {
        // The name's last byte stays NUL; callers hand in at most 15 characters.
        for (int i = 0; i < name.length() && i < NAME_LENGTH - 1; i++) {
            attributes.set(JAVA_BYTE, offset + i, (byte) name.charAt(i));
        }
    }

    @Override
    public int mapCreate(MapCreate request) {
        MemorySegment attr = zeroed(BpfAttributeLayout.MapCreate.SIZE_WITH_EXTRA);
        attr.set(JAVA_INT, BpfAttributeLayout.MapCreate.TYPE, request.type());
        attr.set(JAVA_INT, BpfAttributeLayout.MapCreate.KEY_SIZE, request.keySize());
        attr.set(JAVA_INT, BpfAttributeLayout.MapCreate.VALUE_SIZE, request.valueSize());
        attr.set(JAVA_INT, BpfAttributeLayout.MapCreate.MAX_ENTRIES, request.maxEntries());
        attr.set(JAVA_INT, BpfAttributeLayout.MapCreate.FLAGS, request.flags());
        setName(attr, BpfAttributeLayout.MapCreate.NAME, request.name());
        attr.set(JAVA_INT, BpfAttributeLayout.MapCreate.BTF_FD, request.btf());
        attr.set(JAVA_INT, BpfAttributeLayout.MapCreate.KEY_TYPE, request.keyType());
        attr.set(JAVA_INT, BpfAttributeLayout.MapCreate.VALUE_TYPE, request.valueType());
        attr.set(JAVA_INT, BpfAttributeLayout.MapCreate.INNER_MAP_FD, request.innerMap());
        attr.set(
                JAVA_INT,
                BpfAttributeLayout.MapCreate.KERNEL_VALUE_TYPE,
                request.kernelValueType());
        attr.set(JAVA_LONG, BpfAttributeLayout.MapCreate.EXTRA, request.extra());
        int size =
                request.extra() == 0
                        ? BpfAttributeLayout.MapCreate.SIZE
                        : BpfAttributeLayout.MapCreate.SIZE_WITH_EXTRA;
        return bpfDescriptor(Command.MAP_CREATE, attr, size);
    }

    private static int mapElement(int command, int map, long key, long value, long flags) {
        MemorySegment attr = Syscalls.area().attributes;
        attr.set(JAVA_LONG, BpfAttributeLayout.MapElement.MAP_FD, Integer.toUnsignedLong(map));
        attr.set(JAVA_LONG, BpfAttributeLayout.MapElement.KEY, key);
        attr.set(JAVA_LONG, BpfAttributeLayout.MapElement.VALUE, value);
        attr.set(JAVA_LONG, BpfAttributeLayout.MapElement.FLAGS, flags);
        return bpf(command, attr, BpfAttributeLayout.MapElement.SIZE);
    }

    @Override
    public int mapLookup(int map, MemorySegment key, MemorySegment value, long flags) {
        return mapElement(Command.MAP_LOOKUP_ELEM, map, key.address(), value.address(), flags);
    }

    @Override
    public int mapUpdate(int map, MemorySegment key, MemorySegment value, long flags) {
        return mapElement(Command.MAP_UPDATE_ELEM, map, key.address(), value.address(), flags);
    }

    @Override
    public int mapDelete(int map, MemorySegment key) {
        return mapElement(Command.MAP_DELETE_ELEM, map, key.address(), 0, 0);
    }

    @Override
    public int mapNextKey(int map, @Nullable MemorySegment key, MemorySegment next) {
        return mapElement(
                Command.MAP_GET_NEXT_KEY, map, key == null ? 0 : key.address(), next.address(), 0);
    }

    @Override
    public int mapLookupAndDelete(int map, MemorySegment key, MemorySegment value) {
        return mapElement(
                Command.MAP_LOOKUP_AND_DELETE_ELEM, map, key.address(), value.address(), 0);
    }

    @Override
    public int mapLookupBatch(MapBatch batch) {
        MemorySegment attr = zeroed(BpfAttributeLayout.MapBatch.SIZE);
        long cursor = batch.cursor.address();
        attr.set(JAVA_LONG, BpfAttributeLayout.MapBatch.CURSOR_IN, batch.started() ? cursor : 0);
        attr.set(JAVA_LONG, BpfAttributeLayout.MapBatch.CURSOR_OUT, cursor);
        attr.set(JAVA_LONG, BpfAttributeLayout.MapBatch.KEYS, batch.keys.address());
        attr.set(JAVA_LONG, BpfAttributeLayout.MapBatch.VALUES, batch.values.address());
        attr.set(JAVA_INT, BpfAttributeLayout.MapBatch.COUNT, batch.count);
        attr.set(JAVA_INT, BpfAttributeLayout.MapBatch.MAP_FD, batch.map);
        int command = batch.delete ? Command.MAP_LOOKUP_AND_DELETE_BATCH : Command.MAP_LOOKUP_BATCH;
        int result = bpf(command, attr, BpfAttributeLayout.MapBatch.SIZE);
        boolean copied = result == 0 || result == -Errno.ENOENT;
        batch.count = copied ? attr.get(JAVA_INT, BpfAttributeLayout.MapBatch.COUNT) : 0;
        if (result == 0) {
            batch.advanced();
        }
        return result;
    }

    @Override
    public int mapFreeze(int map) {
        MemorySegment attr = zeroed(BpfAttributeLayout.MapElement.SIZE);
        attr.set(JAVA_INT, BpfAttributeLayout.MapElement.MAP_FD, map);
        return bpf(Command.MAP_FREEZE, attr, BpfAttributeLayout.MapElement.FREEZE_SIZE);
    }

    @Override
    public int programLoad(ProgramLoad request) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment attr = arena.allocate(BpfAttributeLayout.ProgramLoad.SIZE, 8);
            MemorySegment instructions = request.instructions();
            attr.set(JAVA_INT, BpfAttributeLayout.ProgramLoad.TYPE, request.type());
            attr.set(
                    JAVA_INT,
                    BpfAttributeLayout.ProgramLoad.INSTRUCTION_COUNT,
                    (int)
                            (instructions.byteSize()
                                    / BpfAttributeLayout.ProgramLoad.INSTRUCTION_BYTES));
            attr.set(
                    JAVA_LONG, BpfAttributeLayout.ProgramLoad.INSTRUCTIONS, instructions.address());
            attr.set(
                    JAVA_LONG,
                    BpfAttributeLayout.ProgramLoad.LICENSE,
                    arena.allocateFrom(request.license()).address());
            LogBuffer log = request.log();
            if (log != null) {
                log.buffer().set(JAVA_BYTE, 0, (byte) 0);
                attr.set(JAVA_INT, BpfAttributeLayout.ProgramLoad.LOG_LEVEL, log.level());
                attr.set(
                        JAVA_INT,
                        BpfAttributeLayout.ProgramLoad.LOG_SIZE,
                        (int) log.buffer().byteSize());
                attr.set(
                        JAVA_LONG,
                        BpfAttributeLayout.ProgramLoad.LOG_BUFFER,
                        log.buffer().address());
            }
            attr.set(
                    JAVA_INT,
                    BpfAttributeLayout.ProgramLoad.KERNEL_VERSION,
                    request.kernelVersion());
            attr.set(JAVA_INT, BpfAttributeLayout.ProgramLoad.FLAGS, request.flags());
            setName(attr, BpfAttributeLayout.ProgramLoad.NAME, request.name());
            attr.set(
                    JAVA_INT,
                    BpfAttributeLayout.ProgramLoad.EXPECTED_ATTACH_TYPE,
                    request.expectedAttachType());
            setDebugInformation(attr, request);
            attr.set(JAVA_INT, BpfAttributeLayout.ProgramLoad.ATTACH_BTF_ID, request.attachBtfId());
            attr.set(
                    JAVA_INT, BpfAttributeLayout.ProgramLoad.ATTACH_FD, request.attachDescriptor());
            MemorySegment descriptors = request.descriptors();
            if (descriptors != null) {
                attr.set(
                        JAVA_LONG,
                        BpfAttributeLayout.ProgramLoad.DESCRIPTORS,
                        descriptors.address());
            }
            int result = -Errno.EAGAIN;
            for (int i = 0; i < LOAD_ATTEMPTS && result == -Errno.EAGAIN; i++) {
                result =
                        bpfDescriptor(Command.PROG_LOAD, attr, BpfAttributeLayout.ProgramLoad.SIZE);
            }
            return result;
        }
    }

    private static void setDebugInformation(MemorySegment attr, ProgramLoad request) {
        attr.set(JAVA_INT, BpfAttributeLayout.ProgramLoad.BTF_FD, request.btf());
        MemorySegment functions = request.functionInfo();
        if (functions != null) {
            int bytes = BpfAttributeLayout.ProgramLoad.FUNCTION_INFO_BYTES;
            attr.set(JAVA_INT, BpfAttributeLayout.ProgramLoad.FUNCTION_INFO_RECORD_SIZE, bytes);
            attr.set(JAVA_LONG, BpfAttributeLayout.ProgramLoad.FUNCTION_INFO, functions.address());
            attr.set(
                    JAVA_INT,
                    BpfAttributeLayout.ProgramLoad.FUNCTION_INFO_COUNT,
                    (int) (functions.byteSize() / bytes));
        }
        MemorySegment lines = request.lineInfo();
        if (lines != null) {
            int bytes = BpfAttributeLayout.ProgramLoad.LINE_INFO_BYTES;
            attr.set(JAVA_INT, BpfAttributeLayout.ProgramLoad.LINE_INFO_RECORD_SIZE, bytes);
            attr.set(JAVA_LONG, BpfAttributeLayout.ProgramLoad.LINE_INFO, lines.address());
            attr.set(
                    JAVA_INT,
                    BpfAttributeLayout.ProgramLoad.LINE_INFO_COUNT,
                    (int) (lines.byteSize() / bytes));
        }
    }

    @Override
    public int programTestRun(TestRun request) {
        MemorySegment attr = zeroed(BpfAttributeLayout.TestRun.SIZE);
        attr.set(JAVA_INT, BpfAttributeLayout.TestRun.PROGRAM_FD, request.program());
        MemorySegment context = request.context();
        if (context != null) {
            attr.set(
                    JAVA_INT, BpfAttributeLayout.TestRun.CONTEXT_SIZE_IN, (int) context.byteSize());
            attr.set(JAVA_LONG, BpfAttributeLayout.TestRun.CONTEXT_IN, context.address());
        }
        MemorySegment packet = request.packet();
        if (packet != null) {
            attr.set(JAVA_INT, BpfAttributeLayout.TestRun.PACKET_SIZE_IN, (int) packet.byteSize());
            attr.set(JAVA_LONG, BpfAttributeLayout.TestRun.PACKET_IN, packet.address());
        }
        attr.set(JAVA_INT, BpfAttributeLayout.TestRun.REPEAT, request.repeat());
        if (request.cpu() >= 0) {
            attr.set(JAVA_INT, BpfAttributeLayout.TestRun.FLAGS, BpfAttributeLayout.TestRun.ON_CPU);
            attr.set(JAVA_INT, BpfAttributeLayout.TestRun.CPU, request.cpu());
        }
        int result = bpf(Command.PROG_TEST_RUN, attr, BpfAttributeLayout.TestRun.SIZE);
        if (result >= 0) {
            MemorySegment told = request.result();
            told.set(JAVA_INT, 0, attr.get(JAVA_INT, BpfAttributeLayout.TestRun.RETURN_VALUE));
            if (told.byteSize() >= 2 * JAVA_INT.byteSize()) {
                told.set(
                        JAVA_INT,
                        JAVA_INT.byteSize(),
                        attr.get(JAVA_INT, BpfAttributeLayout.TestRun.DURATION));
            }
        }
        return result;
    }

    @Override
    public int btfLoad(MemorySegment btf, @Nullable LogBuffer log) {
        MemorySegment attr = zeroed(BpfAttributeLayout.BtfLoad.SIZE);
        attr.set(JAVA_LONG, BpfAttributeLayout.BtfLoad.BTF, btf.address());
        attr.set(JAVA_INT, BpfAttributeLayout.BtfLoad.BTF_SIZE, (int) btf.byteSize());
        if (log != null) {
            log.buffer().set(JAVA_BYTE, 0, (byte) 0);
            attr.set(JAVA_LONG, BpfAttributeLayout.BtfLoad.LOG_BUFFER, log.buffer().address());
            attr.set(JAVA_INT, BpfAttributeLayout.BtfLoad.LOG_SIZE, (int) log.buffer().byteSize());
            attr.set(JAVA_INT, BpfAttributeLayout.BtfLoad.LOG_LEVEL, log.level());
        }
        return bpfDescriptor(Command.BTF_LOAD, attr, BpfAttributeLayout.BtfLoad.SIZE);
    }

    @Override
    public int linkCreate(LinkCreate request) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment attr = zeroed(LinkCreateLayout.LARGEST);
            int size = LinkCreateLayout.write(request, attr, arena);
            return bpfDescriptor(Command.LINK_CREATE, attr, size);
        }
    }

    @Override
    public int iteratorCreate(int link) {
        MemorySegment attr = zeroed(BpfAttributeLayout.IteratorCreate.SIZE);
        attr.set(JAVA_INT, BpfAttributeLayout.IteratorCreate.LINK_FD, link);
        return bpfDescriptor(Command.ITER_CREATE, attr, BpfAttributeLayout.IteratorCreate.SIZE);
    }

    @Override
    public int rawTracepointOpen(@Nullable String name, int program) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment attr = zeroed(BpfAttributeLayout.RawTracepointOpen.SIZE);
            attr.set(
                    JAVA_LONG,
                    BpfAttributeLayout.RawTracepointOpen.NAME,
                    name == null ? 0 : arena.allocateFrom(name).address());
            attr.set(JAVA_INT, BpfAttributeLayout.RawTracepointOpen.PROGRAM_FD, program);
            return bpfDescriptor(
                    Command.RAW_TRACEPOINT_OPEN, attr, BpfAttributeLayout.RawTracepointOpen.SIZE);
        }
    }

    @Override
    public int objectInfo(int descriptor, MemorySegment info) {
        MemorySegment attr = zeroed(BpfAttributeLayout.ObjectInfo.SIZE);
        attr.set(JAVA_INT, BpfAttributeLayout.ObjectInfo.FD, descriptor);
        attr.set(JAVA_INT, BpfAttributeLayout.ObjectInfo.INFO_LENGTH, (int) info.byteSize());
        attr.set(JAVA_LONG, BpfAttributeLayout.ObjectInfo.INFO, info.address());
        int result = bpf(Command.OBJ_GET_INFO_BY_FD, attr, BpfAttributeLayout.ObjectInfo.SIZE);
        return result < 0 ? result : attr.get(JAVA_INT, BpfAttributeLayout.ObjectInfo.INFO_LENGTH);
    }

    @Override
    public int nextId(ObjectKind kind, int id) {
        int command =
                switch (kind) {
                    case PROGRAM -> Command.PROG_GET_NEXT_ID;
                    case MAP -> Command.MAP_GET_NEXT_ID;
                    case BTF -> Command.BTF_GET_NEXT_ID;
                    case LINK -> Command.LINK_GET_NEXT_ID;
                };
        MemorySegment attr = zeroed(BpfAttributeLayout.Ids.NEXT_SIZE);
        attr.set(JAVA_INT, BpfAttributeLayout.Ids.ID, id);
        int result = bpf(command, attr, BpfAttributeLayout.Ids.NEXT_SIZE);
        return result < 0 ? result : attr.get(JAVA_INT, BpfAttributeLayout.Ids.NEXT_ID);
    }

    @Override
    public int openById(ObjectKind kind, int id) {
        int command =
                switch (kind) {
                    case PROGRAM -> Command.PROG_GET_FD_BY_ID;
                    case MAP -> Command.MAP_GET_FD_BY_ID;
                    case BTF -> Command.BTF_GET_FD_BY_ID;
                    case LINK -> Command.LINK_GET_FD_BY_ID;
                };
        MemorySegment attr = zeroed(BpfAttributeLayout.Ids.OPEN_SIZE);
        attr.set(JAVA_INT, BpfAttributeLayout.Ids.ID, id);
        return bpfDescriptor(command, attr, BpfAttributeLayout.Ids.OPEN_SIZE);
    }

    @Override
    public int enableRunStatistics() {
        MemorySegment attr = zeroed(BpfAttributeLayout.EnableStatistics.SIZE);
        attr.set(
                JAVA_INT,
                BpfAttributeLayout.EnableStatistics.TYPE,
                BpfAttributeLayout.EnableStatistics.RUN_TIME);
        return bpfDescriptor(Command.ENABLE_STATS, attr, BpfAttributeLayout.EnableStatistics.SIZE);
    }

    @Override
    public int perfEventOpen(PerfEvent event, int pid, int cpu) {
        MemorySegment attr = Syscalls.area().attributes;
        PerfEventLayout.write(event, attr);
        return aboveStandardStreams(
                (int)
                        Syscalls.call(
                                SystemCall.PERF_EVENT_OPEN,
                                attr.address(),
                                pid,
                                cpu,
                                -1,
                                PerfEventLayout.CLOSE_ON_EXEC,
                                0));
    }

    @Override
    public long mmap(long length, int protection, int flags, int descriptor, long offset) {
        return Syscalls.call(SystemCall.MMAP, 0, length, protection, flags, descriptor, offset);
    }

    @Override
    public int munmap(long address, long length) {
        return (int) Syscalls.call(SystemCall.MUNMAP, address, length);
    }

    @Override
    public int ioctl(int descriptor, long command, long argument) {
        return (int) Syscalls.call(SystemCall.IOCTL, descriptor, command, argument);
    }

    @Override
    public int open(String path) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocateFrom(path);
            long descriptor = Syscalls.call(SystemCall.OPENAT, AT_FDCWD, name.address(), O_CLOEXEC);
            return aboveStandardStreams((int) descriptor);
        }
    }

    @Override
    public int close(int descriptor) {
        return (int) Syscalls.call(SystemCall.CLOSE, descriptor);
    }

    @Override
    public long read(int descriptor, MemorySegment buffer) {
        return Syscalls.call(SystemCall.READ, descriptor, buffer.address(), buffer.byteSize());
    }

    @Override
    public long write(int descriptor, MemorySegment buffer) {
        return Syscalls.call(SystemCall.WRITE, descriptor, buffer.address(), buffer.byteSize());
    }

    @Override
    public int epollCreate() {
        return aboveStandardStreams((int) Syscalls.call(SystemCall.EPOLL_CREATE1, EPOLL_CLOEXEC));
    }

    @Override
    public int epollAdd(int epoll, int descriptor, long token) {
        MemorySegment event = zeroed(EPOLL_EVENT_BYTES);
        event.set(JAVA_INT, 0, EPOLLIN);
        event.set(JAVA_LONG_UNALIGNED, EPOLL_DATA, token);
        return (int)
                Syscalls.call(
                        SystemCall.EPOLL_CTL, epoll, EPOLL_CTL_ADD, descriptor, event.address());
    }

    @Override
    public int epollWait(int epoll, long[] tokens, int timeoutMillis) {
        MemorySegment events = Syscalls.area().attributes;
        int room = (int) Math.min(tokens.length, events.byteSize() / EPOLL_EVENT_BYTES);
        int ready =
                (int)
                        Syscalls.call(
                                SystemCall.EPOLL_PWAIT,
                                epoll,
                                events.address(),
                                room,
                                timeoutMillis,
                                0,
                                8);
        for (int i = 0; i < ready; i++) {
            tokens[i] = events.get(JAVA_LONG_UNALIGNED, (long) i * EPOLL_EVENT_BYTES + EPOLL_DATA);
        }
        return ready;
    }

    @Override
    public int eventCreate() {
        return aboveStandardStreams((int) Syscalls.call(SystemCall.EVENTFD2, 0, EVENTFD_FLAGS));
    }

    @Override
    public int mountDetached(String fileSystemType) {
        return DetachedMount.of(fileSystemType);
    }

    @Override
    public int enterNewNetworkNamespace() {
        return (int) Syscalls.call(SystemCall.UNSHARE, CLONE_NEWNET);
    }

    @Override
    public int raiseLockedMemoryLimit() {
        MemorySegment limit = zeroed(16);
        limit.set(JAVA_LONG, 0, -1L);
        limit.set(JAVA_LONG, 8, -1L);
        return (int) Syscalls.call(SystemCall.PRLIMIT64, 0, RLIMIT_MEMLOCK, limit.address(), 0);
    }
}
