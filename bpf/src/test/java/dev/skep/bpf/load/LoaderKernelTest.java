package dev.skep.bpf.load;

import static dev.skep.bpf.asm.Instructions.exit;
import static dev.skep.bpf.asm.Instructions.load;
import static dev.skep.bpf.asm.Instructions.mov;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.skep.bpf.BpfObject;
import dev.skep.bpf.VerifierException;
import dev.skep.bpf.asm.CodeBuilder;
import dev.skep.bpf.asm.MemorySize;
import dev.skep.bpf.asm.Register;
import dev.skep.bpf.asm.SourcePosition;
import dev.skep.bpf.event.RingBuffer;
import dev.skep.bpf.link.Attach;
import dev.skep.bpf.link.Link;
import dev.skep.bpf.link.Timer;
import dev.skep.bpf.spec.AttachType;
import dev.skep.bpf.spec.ObjectSpec;
import dev.skep.bpf.spec.ProgramSpec;
import dev.skep.bpf.spec.ProgramType;
import dev.skep.bpf.target.Target;
import dev.skep.sys.testkit.kernel.NeedsKernel;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The whole way on the running kernel: load, run or attach, read. */
@NeedsKernel
@Timeout(60)
class LoaderKernelTest {

    private final Target target = Target.running();

    @Test
    void aProgramThatIsRunSendsItsCount() {
        try (BpfObject object =
                Loader.load(CountingProgram.object(ProgramType.RAW_TRACEPOINT, ""))) {
            List<Long> counts = new ArrayList<>();
            try (RingBuffer events =
                    new RingBuffer(
                            object.map("events"),
                            target,
                            (memory, offset, length) ->
                                    counts.add(memory.get(ValueLayout.JAVA_LONG, offset)))) {
                object.program("count").run();
                object.program("count").run();
                assertThat(events.poll(10_000)).isEqualTo(2);
            }
            assertThat(counts).containsExactly(42L, 43L);
            assertThat(object.map("data").memory().get(ValueLayout.JAVA_LONG, 0)).isEqualTo(43);
        }
    }

    @Test
    void aTracepointFires() throws Exception {
        firesWhileAttached(
                ProgramType.TRACEPOINT,
                object ->
                        Attach.tracepoint(
                                object.program("count"), target, "syscalls", "sys_enter_openat"));
    }

    @Test
    void aRawTracepointFires() throws Exception {
        firesWhileAttached(
                ProgramType.RAW_TRACEPOINT,
                object -> Attach.rawTracepoint(object.program("count"), "sys_enter"));
    }

    @Test
    void timersFire() throws Exception {
        firesWhileAttached(
                ProgramType.PERF_EVENT,
                object ->
                        Attach.profile(
                                object.program("count"),
                                target,
                                Timer.every(1_000_000),
                                "profile"));
        firesWhileAttached(
                ProgramType.PERF_EVENT,
                object ->
                        Attach.interval(
                                object.program("count"), target, Timer.hertz(500), "interval"));
    }

    private interface Attaching {
        Link attach(BpfObject object);
    }

    private void firesWhileAttached(ProgramType type, Attaching attaching) throws Exception {
        try (BpfObject object = Loader.load(CountingProgram.object(type, ""))) {
            MemorySegment data = object.map("data").memory();
            try (Link link = attaching.attach(object)) {
                long deadline = System.nanoTime() + 20_000_000_000L;
                while (data.get(ValueLayout.JAVA_LONG, 0) < CountingProgram.START + 10) {
                    Files.readAllBytes(Path.of("/proc/self/stat"));
                    assertThat(System.nanoTime()).as("fires: " + link).isLessThan(deadline);
                }
            }
            long detached = data.get(ValueLayout.JAVA_LONG, 0);
            Files.readAllBytes(Path.of("/proc/self/stat"));
            Thread.sleep(20);
            assertThat(data.get(ValueLayout.JAVA_LONG, 0)).isEqualTo(detached);
        }
    }

    @Test
    void perCpuValuesAreReadOfEveryCpu() {
        try (BpfObject object =
                        Loader.load(CountingProgram.object(ProgramType.RAW_TRACEPOINT, ""));
                Arena arena = Arena.ofConfined()) {
            var seen = object.map("seen");
            MemorySegment key = arena.allocate(16);
            key.copyFrom(MemorySegment.ofArray("java".getBytes(UTF_8)));
            MemorySegment value = arena.allocate(seen.valueBytes(), 8);
            for (int cpu = 0; cpu < seen.valuesPerEntry(); cpu++) {
                value.set(ValueLayout.JAVA_LONG, (long) cpu * seen.valueStride(), cpu + 100);
            }
            seen.update(key, value);
            List<Long> read = new ArrayList<>();
            seen.forEach((k, v) -> {
                for (int cpu = 0; cpu < seen.valuesPerEntry(); cpu++) {
                    read.add(v.get(ValueLayout.JAVA_LONG, (long) cpu * seen.valueStride()));
                }
            });
            assertThat(read).hasSize(target.possibleCpus().count()).startsWith(100L, 101L);
            seen.clear();
            assertThat(seen.lookup(key, value)).isFalse();
        }
    }

    @Test
    void aRefusalNamesTheSourceLine() {
        SourcePosition first = new SourcePosition("bad.bt", 1, 1, "$x = 1;");
        SourcePosition second = new SourcePosition("bad.bt", 2, 3, "  $y = *$z;");
        var code =
                new CodeBuilder()
                        .source(first)
                        .emit(mov(Register.R0, 0))
                        .source(second)
                        .emit(load(MemorySize.DOUBLE, Register.R0, Register.R3, 0))
                        .emit(exit())
                        .build();
        ObjectSpec spec =
                new ObjectSpec(
                        "bad",
                        "GPL",
                        List.of(
                                new ProgramSpec(
                                        "bad",
                                        ProgramType.RAW_TRACEPOINT,
                                        AttachType.NONE,
                                        "",
                                        code,
                                        0)),
                        List.of());
        assertThatThrownBy(() -> Loader.load(spec))
                .isInstanceOfSatisfying(
                        VerifierException.class,
                        e -> {
                            assertThat(e.diagnosis().source()).isEqualTo(second);
                            assertThat(e.diagnosis().message()).isEqualTo("R3 !read_ok");
                            assertThat(e.log()).contains("$y = *$z;");
                        });
    }
}
