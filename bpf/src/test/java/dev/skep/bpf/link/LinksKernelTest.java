package dev.skep.bpf.link;

import static dev.skep.bpf.asm.Instructions.add;
import static dev.skep.bpf.asm.Instructions.call;
import static dev.skep.bpf.asm.Instructions.exit;
import static dev.skep.bpf.asm.Instructions.load;
import static dev.skep.bpf.asm.Instructions.mov;
import static dev.skep.bpf.asm.Instructions.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skep.bpf.AttachException;
import dev.skep.bpf.BpfObject;
import dev.skep.bpf.UnsupportedByKernelException;
import dev.skep.bpf.asm.BpfHelper;
import dev.skep.bpf.asm.Code;
import dev.skep.bpf.asm.CodeBuilder;
import dev.skep.bpf.asm.Condition;
import dev.skep.bpf.asm.Label;
import dev.skep.bpf.asm.MemorySize;
import dev.skep.bpf.asm.Register;
import dev.skep.bpf.load.CountingProgram;
import dev.skep.bpf.load.Loader;
import dev.skep.bpf.spec.AttachType;
import dev.skep.bpf.spec.ObjectSpec;
import dev.skep.bpf.spec.ProgramSpec;
import dev.skep.bpf.spec.ProgramType;
import dev.skep.bpf.target.Target;
import dev.skep.sys.testkit.kernel.NeedsKernel;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What can be attached to, on the running kernel. */
@NeedsKernel
@Timeout(60)
class LinksKernelTest {

    private static final int ELF_ENTRY = 24;
    private static final int ELF_PROGRAM_HEADERS = 32;
    private static final int ELF_PROGRAM_HEADER_BYTES = 56;
    private static final int ELF_PROGRAM_HEADER_COUNT = 56;
    private static final int ELF_LOADED = 1;
    private static final Path PROBED = Path.of("/bin/true");

    private final Target target = Target.running();

    private interface Attaching {
        Link attach(BpfObject object) throws Exception;
    }

    private interface Trigger {
        void pull() throws Exception;
    }

    private static ObjectSpec counting(ProgramType type, AttachType attachType, String attachTo) {
        ObjectSpec spec = CountingProgram.object(type, attachTo);
        ProgramSpec program = spec.programs().getFirst();
        return new ObjectSpec(
                spec.name(),
                "GPL",
                List.of(
                        new ProgramSpec(
                                program.name(), type, attachType, attachTo, program.code(), 0)),
                spec.maps());
    }

    private static void fires(ObjectSpec spec, Attaching attaching, Trigger trigger, Link.Form form)
            throws Exception {
        try (BpfObject object = Loader.load(spec)) {
            MemorySegment data = object.map("data").memory();
            try (Link link = attaching.attach(object)) {
                assertThat(link.form()).isEqualTo(form);
                long deadline = System.nanoTime() + 20_000_000_000L;
                while (data.get(ValueLayout.JAVA_LONG, 0) == CountingProgram.START) {
                    trigger.pull();
                    assertThat(System.nanoTime()).as("fires: " + link).isLessThan(deadline);
                }
            }
        }
    }

    private static void runProbed() throws Exception {
        assertThat(new ProcessBuilder(PROBED.toString()).start().waitFor()).isZero();
    }

    /** Where the entry lies in the file, by the segment that it is loaded with. */
    private static long entryOffset() throws Exception {
        ByteBuffer file =
                ByteBuffer.wrap(Files.readAllBytes(PROBED)).order(ByteOrder.LITTLE_ENDIAN);
        long entry = file.getLong(ELF_ENTRY);
        int headers = (int) file.getLong(ELF_PROGRAM_HEADERS);
        for (int i = 0; i < file.getShort(ELF_PROGRAM_HEADER_COUNT); i++) {
            int header = headers + i * ELF_PROGRAM_HEADER_BYTES;
            long offset = file.getLong(header + 8);
            long address = file.getLong(header + 16);
            long bytes = file.getLong(header + 32);
            if (file.getInt(header) == ELF_LOADED
                    && entry - address >= 0
                    && entry - address < bytes) {
                return entry - address + offset;
            }
        }
        throw new AssertionError(PROBED + " has no segment with its entry");
    }

    /** {@return the best form of an attached perf event that this kernel has} */
    private Link.Form perfEvent() {
        return target.version().isAtLeast(5, 15)
                ? Link.Form.PERF_EVENT_LINK
                : Link.Form.PERF_EVENT_IOCTL;
    }

    @Test
    void btfTracepoints() throws Exception {
        fires(
                counting(ProgramType.TRACING, AttachType.TRACE_RAW_TP, "sched_switch"),
                object -> Attach.traced(object.program("count")),
                () -> Thread.sleep(1),
                Link.Form.TRACING);
    }

    @Test
    void uprobes() throws Exception {
        long entry = entryOffset();
        fires(
                counting(ProgramType.KPROBE, AttachType.NONE, ""),
                object ->
                        Attach.uprobe(
                                object.program("count"),
                                target,
                                PROBED.toRealPath().toString(),
                                entry,
                                0,
                                false,
                                -1),
                LinksKernelTest::runProbed,
                perfEvent());
    }

    @Test
    @NeedsKernel(version = "6.6")
    void manyUprobesAtOnce() throws Exception {
        long entry = entryOffset();
        fires(
                counting(ProgramType.KPROBE, AttachType.TRACE_UPROBE_MULTI, ""),
                object ->
                        Attach.uprobes(
                                object.program("count"),
                                PROBED.toRealPath().toString(),
                                new long[] {entry},
                                false,
                                0,
                                "uprobes"),
                LinksKernelTest::runProbed,
                Link.Form.UPROBE_MULTI);
    }

    @Test
    void softwareCounters() throws Exception {
        fires(
                counting(ProgramType.PERF_EVENT, AttachType.NONE, ""),
                object ->
                        Attach.counter(
                                object.program("count"),
                                target,
                                Counter.PAGE_FAULTS,
                                1,
                                -1,
                                "page-faults"),
                LinksKernelTest::runProbed,
                perfEvent());
    }

    @Test
    void anUnknownFunctionIsNamed() {
        assertThatThrownBy(() ->
                        Loader.load(
                                counting(
                                        ProgramType.TRACING,
                                        AttachType.TRACE_RAW_TP,
                                        "no_such_event")))
                .isInstanceOf(UnsupportedByKernelException.class)
                .hasMessageContaining("\"no_such_event\" in the kernel's BTF");
    }

    @Test
    void aFileThatIsNotThereIsNamed() throws Exception {
        try (BpfObject object = Loader.load(counting(ProgramType.KPROBE, AttachType.NONE, ""))) {
            assertThatThrownBy(() ->
                            Attach.uprobe(
                                    object.program("count"),
                                    target,
                                    "/no/such/file",
                                    64,
                                    0,
                                    false,
                                    -1))
                    .isInstanceOf(AttachException.class)
                    .hasMessageContaining("uprobe /no/such/file:0x40")
                    .hasMessageContaining("no such file");
        }
    }

    /**
     * Writes one byte for each task: {@code if (ctx->task) bpf_seq_write(ctx->meta->seq, ".", 1)}.
     */
    private static Code dotForEachTask() {
        CodeBuilder code = new CodeBuilder();
        Label end = code.newLabel();
        return code.emit(load(MemorySize.DOUBLE, Register.R2, Register.R1, 8))
                .jumpIf(Condition.EQ, Register.R2, 0, end)
                .emit(load(MemorySize.DOUBLE, Register.R1, Register.R1, 0))
                .emit(load(MemorySize.DOUBLE, Register.R1, Register.R1, 0))
                .emit(store(MemorySize.DOUBLE, Register.R10, -8, '.'))
                .emit(mov(Register.R2, Register.R10))
                .emit(add(Register.R2, -8))
                .emit(mov(Register.R3, 1))
                .emit(call(BpfHelper.SEQ_WRITE))
                .bind(end)
                .emit(mov(Register.R0, 0))
                .emit(exit())
                .build();
    }

    @Test
    void iterators() {
        ObjectSpec spec =
                new ObjectSpec(
                        "tasks",
                        "GPL",
                        List.of(
                                new ProgramSpec(
                                        "dots",
                                        ProgramType.TRACING,
                                        AttachType.TRACE_ITER,
                                        "task",
                                        dotForEachTask(),
                                        0)),
                        List.of());
        try (BpfObject object = Loader.load(spec);
                IteratorLink iterator = Attach.iterator(object.program("dots"))) {
            String first = new String(iterator.read(), java.nio.charset.StandardCharsets.US_ASCII);
            assertThat(first).hasSizeGreaterThan(10).containsPattern("^\\.+$");
            assertThat(iterator.read().length).isGreaterThan(10);
            assertThat(iterator.link().form()).isEqualTo(Link.Form.ITERATOR);
        }
    }
}
