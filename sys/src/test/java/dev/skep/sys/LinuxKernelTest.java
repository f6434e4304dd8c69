package dev.skep.sys;

import static org.assertj.core.api.Assertions.assertThat;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.skep.sys.testkit.kernel.NeedsKernel;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The seam against the running kernel. */
@NeedsKernel
@Timeout(30)
class LinuxKernelTest {

    private static final int HASH = 1;
    private static final int RAW_TRACEPOINT = 17;
    private static final int ADD_ONE_FLAG_RESULT = 42;

    private final Kernel kernel = Kernel.running();
    private final Arena arena = Arena.ofConfined();

    @AfterEach
    void free() {
        arena.close();
    }

    private MemorySegment number(int value) {
        return arena.allocateFrom(JAVA_INT, value);
    }

    @Test
    void mapsKeepWhatIsPutIntoThem() {
        int map = kernel.mapCreate(new MapCreate(HASH, 4, 8, 2, 0, "t", 0, 0, 0));
        assertThat(map).as(Errno.describe(map)).isGreaterThanOrEqualTo(3);
        MemorySegment value = arena.allocateFrom(JAVA_LONG, 77);
        assertThat(kernel.mapUpdate(map, number(1), value, 0)).isZero();
        assertThat(kernel.mapUpdate(map, number(1), value, 1)).isEqualTo(-Errno.EEXIST);
        assertThat(kernel.mapUpdate(map, number(2), value, 0)).isZero();
        assertThat(kernel.mapUpdate(map, number(3), value, 0)).isEqualTo(-Errno.E2BIG);
        MemorySegment read = arena.allocate(8);
        assertThat(kernel.mapLookup(map, number(1), read, 0)).isZero();
        assertThat(read.get(JAVA_LONG, 0)).isEqualTo(77);
        assertThat(kernel.mapDelete(map, number(1))).isZero();
        assertThat(kernel.mapLookup(map, number(1), read, 0)).isEqualTo(-Errno.ENOENT);
        MemorySegment next = arena.allocate(4);
        assertThat(kernel.mapNextKey(map, null, next)).isZero();
        assertThat(next.get(JAVA_INT, 0)).isEqualTo(2);
        assertThat(kernel.mapNextKey(map, next, next)).isEqualTo(-Errno.ENOENT);
        assertThat(kernel.close(map)).isZero();
        assertThat(kernel.mapLookup(map, number(2), read, 0)).isEqualTo(-Errno.EBADF);
    }

    /** {@code r0 = value; exit}. */
    private MemorySegment returning(int value) {
        MemorySegment code = arena.allocate(16, 8);
        code.set(JAVA_LONG, 0, 0xb7L | ((long) value << 32));
        code.set(JAVA_LONG, 8, 0x95L);
        return code;
    }

    private ProgramLoad load(MemorySegment code, LogBuffer log) {
        return new ProgramLoad(
                RAW_TRACEPOINT, 0, "test", "GPL", code, 0, 0, 0, null, null, 0, 0, log);
    }

    @Test
    void programsRunOnDemand() {
        LogBuffer log = new LogBuffer(4, arena.allocate(65536));
        int program = kernel.programLoad(load(returning(ADD_ONE_FLAG_RESULT), log));
        assertThat(program).as(log.text()).isGreaterThanOrEqualTo(3);
        MemorySegment result = arena.allocate(JAVA_INT);
        MemorySegment context = arena.allocate(96, 8);
        assertThat(kernel.programTestRun(new TestRun(program, context, -1, result))).isZero();
        assertThat(result.get(JAVA_INT, 0)).isEqualTo(ADD_ONE_FLAG_RESULT);
        kernel.close(program);
    }

    @Test
    void aRefusedProgramHasALog() {
        LogBuffer log = new LogBuffer(1, arena.allocate(65536));
        MemorySegment onlyExit = arena.allocateFrom(JAVA_LONG, 0x95L);
        assertThat(kernel.programLoad(load(onlyExit, log))).isEqualTo(-Errno.EACCES);
        assertThat(log.text()).contains("R0 !read_ok");
    }

    @Test
    void epollWakesOnACounter() {
        int epoll = kernel.epollCreate();
        int counter = kernel.eventCreate();
        assertThat(kernel.epollAdd(epoll, counter, 0x1234_5678_9abcL)).isZero();
        long[] tokens = new long[4];
        assertThat(kernel.epollWait(epoll, tokens, 0)).isZero();
        assertThat(kernel.write(counter, arena.allocateFrom(JAVA_LONG, 1))).isEqualTo(8);
        assertThat(kernel.epollWait(epoll, tokens, 1000)).isOne();
        assertThat(tokens[0]).isEqualTo(0x1234_5678_9abcL);
        kernel.close(counter);
        kernel.close(epoll);
    }

    @Test
    void aDetachedFileSystemLeavesNoTrace() throws Exception {
        String mountsBefore = Files.readString(Path.of("/proc/self/mounts"));
        int tracefs = kernel.mountDetached("tracefs");
        assertThat(tracefs).as(Errno.describe(tracefs)).isGreaterThanOrEqualTo(3);
        Path root = Path.of("/proc/self/fd/" + tracefs);
        assertThat(root.resolve("events/syscalls/sys_enter_openat/format")).isReadable();
        assertThat(Files.readString(Path.of("/proc/self/mounts"))).isEqualTo(mountsBefore);
        kernel.close(tracefs);
    }

    @Test
    void mapsAFileForReading() throws Exception {
        Path file = Files.createTempFile("skep", ".bin");
        Files.writeString(file, "mapped");
        int[] error = new int[1];
        MemorySegment memory = Mapping.file(kernel, file.toString(), 6, arena, error);
        assertThat(error[0]).isZero();
        assertThat(new String(memory.toArray(JAVA_BYTE), UTF_8)).isEqualTo("mapped");
        assertThat(memory.isReadOnly()).isTrue();
        Files.delete(file);

        assertThat(Mapping.file(kernel, file.toString(), 6, arena, error))
                .isEqualTo(MemorySegment.NULL);
        assertThat(error[0]).isEqualTo(-Errno.ENOENT);
    }

    private static ChildProcess spawn(List<String> command) {
        int[] error = new int[1];
        return requireNonNull(ChildProcess.spawnWaiting(command, error), Errno.describe(error[0]));
    }

    @Test
    void aChildWaitsUntilItIsLetGo() throws Exception {
        Path trace = Files.createTempFile("skep", ".txt");
        try (ChildProcess child =
                spawn(List.of("/bin/sh", "-c", "echo $0 > " + trace + "; exit 7", "a b"))) {
            Thread.sleep(50);
            assertThat(child.exitCode()).isEqualTo(-1);
            assertThat(Files.size(trace)).isZero();
            assertThat(Files.isDirectory(Path.of("/proc/" + child.pid()))).isTrue();
            int epoll = kernel.epollCreate();
            kernel.epollAdd(epoll, child.pidDescriptor(), 5);
            child.resume();
            assertThat(kernel.epollWait(epoll, new long[1], 10_000)).isOne();
            assertThat(child.exitCode()).isEqualTo(7);
            assertThat(Files.readString(trace)).isEqualTo("a b\n");
            kernel.close(epoll);
        } finally {
            Files.delete(trace);
        }
    }

    @Test
    void aChildThatIsNotWantedAnyMoreEnds() throws Exception {
        int pid;
        try (ChildProcess child = spawn(List.of("/bin/sleep", "60"))) {
            pid = child.pid();
            child.resume();
        }
        long deadline = System.nanoTime() + 10_000_000_000L;
        while (isRunning(pid) && System.nanoTime() < deadline) {
            Thread.sleep(5);
        }
        assertThat(isRunning(pid)).isFalse();
    }

    private static boolean isRunning(int pid) throws Exception {
        Path status = Path.of("/proc/" + pid + "/stat");
        return Files.exists(status) && !Files.readString(status).contains(") Z ");
    }

    @Test
    void interruptsReachTheHandlerEvenIfTheyWereIgnored() throws Exception {
        CountDownLatch interrupted = new CountDownLatch(1);
        Signals.onInterrupt(interrupted::countDown);
        Syscalls.call(SystemCall.KILL, ProcessHandle.current().pid(), 2);
        assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void theProcessCarriesItsName() throws Exception {
        String before = Files.readString(Path.of("/proc/self/comm")).strip();
        ProcessName.set("skep-test");
        assertThat(Files.readString(Path.of("/proc/self/comm"))).isEqualTo("skep-test\n");
        assertThat(Files.readString(Path.of("/proc/thread-self/comm"))).isEqualTo("skep-test\n");
        ProcessName.set(before);
    }
}
