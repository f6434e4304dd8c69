package dev.skep.bpf.event;

import static dev.skep.bpf.asm.Instructions.add;
import static dev.skep.bpf.asm.Instructions.atomic;
import static dev.skep.bpf.asm.Instructions.call;
import static dev.skep.bpf.asm.Instructions.exit;
import static dev.skep.bpf.asm.Instructions.loadConstant;
import static dev.skep.bpf.asm.Instructions.loadMap;
import static dev.skep.bpf.asm.Instructions.loadMapValue;
import static dev.skep.bpf.asm.Instructions.mov;
import static dev.skep.bpf.asm.Instructions.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.bpf.BpfObject;
import dev.skep.bpf.asm.AtomicOperation;
import dev.skep.bpf.asm.BpfHelper;
import dev.skep.bpf.asm.Code;
import dev.skep.bpf.asm.CodeBuilder;
import dev.skep.bpf.asm.MemorySize;
import dev.skep.bpf.asm.Register;
import dev.skep.bpf.link.Attach;
import dev.skep.bpf.link.Link;
import dev.skep.bpf.load.Loader;
import dev.skep.bpf.spec.AttachType;
import dev.skep.bpf.spec.MapSpec;
import dev.skep.bpf.spec.MapType;
import dev.skep.bpf.spec.ObjectSpec;
import dev.skep.bpf.spec.ProgramSpec;
import dev.skep.bpf.spec.ProgramType;
import dev.skep.bpf.target.Target;
import dev.skep.sys.testkit.kernel.NeedsKernel;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Records through perf buffers of the running kernel, and their loss. */
@NeedsKernel
@Timeout(60)
class PerfBufferKernelTest {

    private static final long MAGIC = 0x1122_3344_5566_7788L;
    private static final long CURRENT_CPU = 0xffff_ffffL;

    private final Target target = Target.running();
    private long records;
    private long lost;

    private static Code send() {
        return new CodeBuilder()
                .emit(mov(Register.R6, Register.R1))
                .emit(loadMapValue(Register.R1, "runs", 0))
                .emit(mov(Register.R2, 1))
                .emit(atomic(AtomicOperation.ADD, MemorySize.DOUBLE, Register.R1, 0, Register.R2))
                .emit(loadConstant(Register.R2, MAGIC))
                .emit(store(MemorySize.DOUBLE, Register.R10, -8, Register.R2))
                .emit(mov(Register.R1, Register.R6))
                .emit(loadMap(Register.R2, "out"))
                .emit(loadConstant(Register.R3, CURRENT_CPU))
                .emit(mov(Register.R4, Register.R10))
                .emit(add(Register.R4, -8))
                .emit(mov(Register.R5, 8))
                .emit(call(BpfHelper.PERF_EVENT_OUTPUT))
                .emit(mov(Register.R0, 0))
                .emit(exit())
                .build();
    }

    private ObjectSpec object() {
        int cpus = target.possibleCpus().max() + 1;
        return new ObjectSpec(
                "output",
                "GPL",
                List.of(
                        new ProgramSpec(
                                "send",
                                ProgramType.RAW_TRACEPOINT,
                                AttachType.NONE,
                                "",
                                send(),
                                0)),
                List.of(
                        MapSpec.ofBytes("out", MapType.PERF_EVENT_ARRAY, 4, 4, cpus),
                        MapSpec.data("runs", new byte[8], false)));
    }

    @Test
    void recordsArriveAndLossIsCounted() throws Exception {
        try (BpfObject object = Loader.load(object());
                PerfBuffer buffer =
                        new PerfBuffer(
                                object.map("out"),
                                target,
                                1,
                                (memory, offset, length) -> {
                                    assertThat(length).isBetween(8, 15);
                                    assertThat(memory.get(ValueLayout.JAVA_LONG_UNALIGNED, offset))
                                            .isEqualTo(MAGIC);
                                    records++;
                                },
                                count -> lost += count)) {
            try (Link link = Attach.rawTracepoint(object.program("send"), "sys_enter")) {
                assertThat(link.target()).isEqualTo("raw tracepoint sys_enter");
                long deadline = System.nanoTime() + 20_000_000_000L;
                while (records < 500) {
                    buffer.poll(100);
                    assertThat(System.nanoTime()).as(records + " records").isLessThan(deadline);
                }
                // Nobody reads meanwhile, and a page holds no more than 128 records.
                // The kernel tells what it lost before the next record that finds room.
                while (lost == 0) {
                    makeManyCalls();
                    buffer.consume();
                    assertThat(System.nanoTime()).as("loss is told").isLessThan(deadline);
                }
            }
        }
        assertThat(lost).isPositive();
    }

    private static void makeManyCalls() {
        for (int i = 0; i < 2000; i++) {
            Files.exists(Path.of("/proc/self/stat"));
        }
    }

    /** The last records are the lost ones, and no other comes to tell of them. */
    @Test
    @NeedsKernel(version = "6.0")
    void whatEndsInLossIsCountedToTheLast() throws Exception {
        try (BpfObject object = Loader.load(object())) {
            try (PerfBuffer buffer =
                    new PerfBuffer(
                            object.map("out"),
                            target,
                            1,
                            (memory, offset, length) -> records++,
                            count -> lost += count)) {
                try (Link link = Attach.rawTracepoint(object.program("send"), "sys_enter")) {
                    assertThat(link.form()).isEqualTo(Link.Form.RAW_TRACEPOINT);
                    makeManyCalls();
                    buffer.consume();
                    makeManyCalls();
                }
                // A program that has begun may end later than its link.
                Thread.sleep(100);
                buffer.consume();
            }
            MemorySegment runs = object.map("runs").memory();
            assertThat(records).isPositive();
            assertThat(lost).isPositive();
            assertThat(records + lost).isEqualTo(runs.get(ValueLayout.JAVA_LONG, 0));
        }
    }

    @Test
    @NeedsKernel(version = "6.0")
    void lossIsToldAtTheLatestWhenTheBufferIsClosed() throws Exception {
        try (BpfObject object = Loader.load(object())) {
            try (PerfBuffer _ =
                            new PerfBuffer(
                                    object.map("out"),
                                    target,
                                    1,
                                    (memory, offset, length) -> records++,
                                    count -> lost += count);
                    Link link = Attach.rawTracepoint(object.program("send"), "sys_enter")) {
                assertThat(link.form()).isEqualTo(Link.Form.RAW_TRACEPOINT);
                makeManyCalls();
            }
            assertThat(records).isZero();
            assertThat(lost).isPositive();
        }
    }
}
