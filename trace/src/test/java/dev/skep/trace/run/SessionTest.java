package dev.skep.trace.run;

import static dev.skep.bpf.asm.Instructions.exit;
import static dev.skep.bpf.asm.Instructions.mov;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skep.bpf.asm.Code;
import dev.skep.bpf.asm.CodeBuilder;
import dev.skep.bpf.asm.Register;
import dev.skep.bpf.btf.Layout;
import dev.skep.bpf.spec.AttachType;
import dev.skep.bpf.spec.MapSpec;
import dev.skep.bpf.spec.MapType;
import dev.skep.bpf.spec.ObjectSpec;
import dev.skep.bpf.spec.ProgramSpec;
import dev.skep.bpf.spec.ProgramType;
import dev.skep.bpf.target.Target;
import dev.skep.bpf.testkit.TestTarget;
import dev.skep.sys.Errno;
import dev.skep.sys.testkit.FakeKernel;
import dev.skep.sys.testkit.FakeKernel.Operation;
import dev.skep.trace.CompiledScript;
import dev.skep.trace.record.TraceRecord;
import dev.skep.trace.record.Value;
import dev.skep.trace.schema.AttachPlan;
import dev.skep.trace.schema.AttachPlan.Attachment;
import dev.skep.trace.schema.EventFormat;
import dev.skep.trace.schema.EventSchema;
import dev.skep.trace.schema.Hook;
import dev.skep.trace.schema.MapSchema;
import dev.skep.trace.schema.MapValue;
import dev.skep.trace.schema.PrintfFormat;
import dev.skep.trace.schema.ValueFormat;
import dev.skep.trace.syntax.SourceText;
import dev.skep.trace.syntax.Span;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * A session against a fake kernel, whose programs are the test itself: it writes what they would
 * send.
 */
@Timeout(30)
class SessionTest {

    private static final int PRINTF = 0;
    private static final int EXIT = 1;
    private static final int CLEAR = 2;
    private static final int PRINT_MAP = 3;
    private static final int ERROR = 4;

    private static final MapSchema COUNTS =
            new MapSchema("@c", "c", new ValueFormat.Int(8, true), 8, new MapValue.Count());
    private static final Layout.Struct NUMBER =
            Layout.struct("event").field("id", Layout.U64).field("n", Layout.U64).build();

    private final FakeKernel kernel = new FakeKernel(2);
    private final Target target = TestTarget.of("6.18.44");
    private final List<TraceRecord> records = new ArrayList<>();

    @AfterEach
    void nothingIsLeft() {
        assertThat(kernel.openDescriptors()).isZero();
        assertThat(kernel.mappedBytes()).isZero();
    }

    private static Code nothing() {
        return new CodeBuilder().emit(mov(Register.R0, 0)).emit(exit()).build();
    }

    private static ProgramSpec program(String name) {
        return new ProgramSpec(name, ProgramType.RAW_TRACEPOINT, AttachType.NONE, "", nothing(), 0);
    }

    private static Attachment attachment(String program, Hook hook) {
        return new Attachment(0, program, program, List.of(hook));
    }

    private static CompiledScript script(List<Attachment> probes) {
        EventFormat.Argument number = new EventFormat.Argument(8, new ValueFormat.Int(8, true));
        PrintfFormat format =
                new PrintfFormat(
                        List.of(
                                new PrintfFormat.Piece.Literal("n="),
                                new PrintfFormat.Piece.Spec(
                                        PrintfFormat.Flags.NONE,
                                        0,
                                        -1,
                                        4,
                                        PrintfFormat.Conversion.DECIMAL)));
        return new CompiledScript(
                new SourceText("stdin", "begin { @c[1] = count(); }"),
                new ObjectSpec(
                        "script",
                        "GPL",
                        List.of(program("begin_1"), program("probe_1"), program("end_1")),
                        List.of(
                                MapSpec.ringBuffer(EventSchema.RING_BUFFER, 4096),
                                MapSpec.data("loss", new byte[16], false),
                                MapSpec.of("c", MapType.PERCPU_HASH, Layout.U64, Layout.U64, 16))),
                new EventSchema(
                        List.of(
                                new EventFormat.Printf(format, List.of(number), NUMBER),
                                new EventFormat.Exit(number, NUMBER),
                                new EventFormat.ClearMap(COUNTS),
                                new EventFormat.PrintMap(COUNTS, 1, 0),
                                new EventFormat.RuntimeError(
                                        "Map full", "map_update_elem", new Span(8, 13))),
                        List.of(COUNTS),
                        new EventSchema.CpuCounter("loss", 0, 8, 2),
                        new EventSchema.CpuCounter("loss", 0, 8, 0),
                        null,
                        null),
                new AttachPlan(
                        List.of(attachment("begin_1", new Hook.Begin())),
                        probes,
                        List.of(attachment("end_1", new Hook.End()))));
    }

    private static final List<Attachment> RAW =
            List.of(attachment("probe_1", new Hook.RawTracepoint("sys_enter")));

    private static byte[] event(int id, long number) {
        return ByteBuffer.allocate(16)
                .order(ByteOrder.nativeOrder())
                .putLong(id)
                .putLong(number)
                .array();
    }

    /** Writes records when the probes are attached, before the session looks for the first time. */
    private void run(CompiledScript script, byte[]... events) {
        try (Session session = Session.start(script, SessionOptions.DEFAULT, target, kernel)) {
            session.run(record -> {
                records.add(record);
                if (record instanceof TraceRecord.Attached) {
                    // Descriptor 4 is the first map: 3 is the BTF.
                    for (byte[] event : events) {
                        kernel.ringBuffer(4).write(event);
                    }
                }
            });
            assertThat(session.exitCode()).isEqualTo(events.length == 0 ? 0 : 7);
        }
    }

    private static TraceRecord printed(long number) {
        return new TraceRecord.Printf("n=" + number, List.of(new Value.Int(number, true)));
    }

    @Test
    void withoutProbesItEndsByItself() {
        run(script(List.of()));
        assertThat(records).containsExactly(new TraceRecord.Attached(2), new TraceRecord.Ended());
        assertThat(kernel.runs()).hasSize(2);
    }

    @Test
    void recordsComeAfterTheStartAndEndAtExit() {
        run(script(RAW), event(PRINTF, 1), event(PRINTF, -2), event(EXIT, 7), event(PRINTF, 3));
        assertThat(records)
                .containsExactly(
                        new TraceRecord.Attached(3),
                        printed(1),
                        printed(-2),
                        new TraceRecord.Ended());
        assertThat(kernel.attached()).containsExactly("raw:sys_enter");
    }

    @Test
    void aRuntimeErrorPointsAtItsExpression() {
        run(script(RAW), event(ERROR, -7 & 0xffff_ffffL), event(EXIT, 7));
        assertThat(records.get(1))
                .isEqualTo(
                        new TraceRecord.RuntimeProblem(
                                new TraceRecord.Place(
                                        "stdin", 1, 9, 14, "begin { @c[1] = count(); }"),
                                "Map full",
                                "Argument list too long",
                                "map_update_elem",
                                -7));
    }

    @Test
    void aMapThatIsClearedAndPrintedIsEmpty() {
        run(script(RAW), event(CLEAR, 0), event(PRINT_MAP, 0), event(EXIT, 7));
        assertThat(records.get(1)).isEqualTo(new TraceRecord.MapContents("@c", true, List.of()));
        assertThat(records).hasSize(3);
    }

    @Test
    void stoppingEndsItFromAnotherThread() throws Exception {
        try (Session session = Session.start(script(RAW), SessionOptions.DEFAULT, target, kernel)) {
            Thread stopper =
                    Thread.ofPlatform()
                            .start(() -> {
                                try {
                                    Thread.sleep(50);
                                } catch (InterruptedException e) {
                                    Thread.currentThread().interrupt();
                                }
                                session.stop();
                            });
            session.run(records::add);
            stopper.join();
        }
        assertThat(records).containsExactly(new TraceRecord.Attached(3), new TraceRecord.Ended());
    }

    @Test
    void anAttachmentThatFailsLeavesNothingBehind() {
        kernel.fail(Operation.RAW_TRACEPOINT_OPEN, Errno.EINVAL);
        try (Session session = Session.start(script(RAW), SessionOptions.DEFAULT, target, kernel)) {
            assertThatThrownBy(() -> session.run(records::add))
                    .isInstanceOfSatisfying(
                            NotAttachedException.class,
                            e -> assertThat(e.reason()).contains("sys_enter"));
        }
        assertThat(records).isEmpty();
    }

    @Test
    void theNextHookIsTakenWhereTheFirstIsRefused() {
        kernel.fail(Operation.RAW_TRACEPOINT_OPEN, Errno.ENOENT);
        Attachment two =
                new Attachment(
                        0,
                        "p",
                        "probe_1",
                        List.of(new Hook.RawTracepoint("nosuch"), new Hook.RawTracepoint("there")));
        run(script(List.of(two)), event(EXIT, 7));
        assertThat(kernel.attached()).containsExactly("raw:there");
    }
}
