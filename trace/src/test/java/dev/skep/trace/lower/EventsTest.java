package dev.skep.trace.lower;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.bpf.asm.BpfHelper;
import dev.skep.bpf.spec.MapType;
import dev.skep.compiler.ir.Store;
import dev.skep.trace.schema.EventFormat;
import dev.skep.trace.schema.EventFormat.Argument;
import dev.skep.trace.schema.EventSchema;
import dev.skep.trace.schema.ValueFormat;

import org.junit.jupiter.api.Test;

import java.util.List;

class EventsTest {

    @Test
    void aLargeRecordIsBuiltInTheRingBuffer() {
        Lowered lowered =
                Lowered.of(
                        "tracepoint:syscalls:sys_enter_openat"
                                + " { printf(\"%d %s\\n\", pid, str(args.filename)); }");

        assertThat(lowered.helpers())
                .containsExactly(
                        BpfHelper.RINGBUF_RESERVE,
                        BpfHelper.GET_CURRENT_PID_TGID,
                        BpfHelper.PROBE_READ_USER_STR,
                        BpfHelper.RINGBUF_SUBMIT,
                        BpfHelper.GET_SMP_PROCESSOR_ID);
    }

    @Test
    void aSmallRecordIsCopiedFromTheStack() {
        Lowered lowered = Lowered.of("begin { printf(\"%d\\n\", pid); }");

        assertThat(lowered.helpers())
                .containsExactly(
                        BpfHelper.GET_CURRENT_PID_TGID,
                        BpfHelper.RINGBUF_OUTPUT,
                        BpfHelper.GET_SMP_PROCESSOR_ID);
    }

    @Test
    void argumentsAreAlignedAsInC() {
        Lowered lowered =
                Lowered.of("begin { printf(\"%d %s %d %d\\n\", (uint8)cpu, comm, pid, nsecs); }");

        EventFormat.Printf printf = lowered.formats(EventFormat.Printf.class).getFirst();
        assertThat(printf.arguments())
                .containsExactly(
                        new Argument(8, new ValueFormat.Int(1, false)),
                        new Argument(9, new ValueFormat.Text(16, "..")),
                        new Argument(28, new ValueFormat.Int(4, false)),
                        new Argument(32, new ValueFormat.Int(8, false)));
        assertThat(printf.layout().size()).isEqualTo(40);
    }

    @Test
    void whatACallSendsHasOneNumberInAllPrograms() {
        Lowered lowered =
                Lowered.of(
                        "tracepoint:syscalls:sys_enter_open* { printf(\"%s\", probe); @[pid] = 1; }");

        assertThat(lowered.script().programs()).hasSizeGreaterThan(1);
        assertThat(lowered.script().schema().formats()).hasSize(2);
    }

    @Test
    void whatHasEffectsIsDoneEvenIfThereIsNoRoom() {
        Lowered lowered = Lowered.of("begin { printf(\"%d %s %s\\n\", @a++, comm, comm); }");

        assertThat(lowered.helpers().getFirst()).isEqualTo(BpfHelper.MAP_LOOKUP_ELEM);
        assertThat(lowered.helpers().indexOf(BpfHelper.RINGBUF_RESERVE))
                .isGreaterThan(lowered.helpers().indexOf(BpfHelper.MAP_UPDATE_ELEM));
    }

    @Test
    void nothingIsDoneAfterExit() {
        Lowered lowered = Lowered.of("begin { exit(3); print(1); }");

        assertThat(lowered.formats(EventFormat.Exit.class)).hasSize(1);
        assertThat(lowered.formats(EventFormat.PrintValue.class)).isEmpty();
        assertThat(lowered.operations(Store.class))
                .extracting(store -> store.value().text())
                .contains("i32 3");
    }

    @Test
    void printTellsMapsEntriesAndValuesApart() {
        Lowered lowered =
                Lowered.of(
                        "begin { @s[1] = 1; @c[1] = stats(1); print(@s, 5, 2); print(@c[1]);"
                                + " print(@s[1]); print((1, \"x\")); }");

        assertThat(lowered.formats(EventFormat.PrintMap.class))
                .containsExactly(new EventFormat.PrintMap(lowered.schema("@s"), 5, 2));
        assertThat(lowered.formats(EventFormat.PrintMapEntry.class))
                .extracting(EventFormat.PrintMapEntry::map)
                .containsExactly(lowered.schema("@c"));
        assertThat(lowered.formats(EventFormat.PrintValue.class)).hasSize(2);
    }

    @Test
    void everyCpuHasCountersOfItsOwn() {
        EventSchema schema = Lowered.of("begin { @a[1] = 1; }").script().schema();

        assertThat(schema.lostEvents()).isEqualTo(new EventSchema.CpuCounter("counters", 0, 64, 2));
        assertThat(schema.failedUpdates())
                .isEqualTo(new EventSchema.CpuCounter("counters", 8, 64, 2));
        assertThat(Lowered.of("begin { }").map("counters").valueSize()).isEqualTo(128);
    }

    @Test
    void theRingBufferHasAPowerOfTwoOfPages() {
        assertThat(Lowered.of("begin { }").map(EventSchema.RING_BUFFER).type())
                .isEqualTo(MapType.RINGBUF);
        assertThat(Lowered.of("begin { }").map(EventSchema.RING_BUFFER).maxEntries())
                .isEqualTo(64 * 4096);
    }

    @Test
    void theTimeOfTheStartIsAskedForOnlyIfItIsUsed() {
        assertThat(Lowered.of("begin { print(nsecs); }").script().schema().startTime()).isNull();
        assertThat(Lowered.of("begin { print(elapsed); }").script().schema().startTime())
                .isEqualTo(new EventSchema.Variable("globals", 0));
    }

    @Test
    void aDivisionSaysWhereItsDivisorWasZero() {
        Lowered lowered = Lowered.of("begin { print(5 / pid); print(6 / 2); print(cpu / 4); }");

        assertThat(lowered.formats(EventFormat.RuntimeError.class))
                .singleElement()
                .satisfies(error -> {
                    assertThat(error.message()).startsWith("Divide or modulo by 0");
                    assertThat(error.span().start()).isEqualTo(14);
                    assertThat(error.span().end()).isEqualTo(21);
                });
    }

    @Test
    void anUpdateThatFailsIsCountedAndSaid() {
        Lowered lowered = Lowered.of("begin { @a[pid] = 1; }");

        assertThat(lowered.formats(EventFormat.RuntimeError.class))
                .extracting(EventFormat.RuntimeError::helper)
                .isEqualTo(List.of("map_update_elem"));
    }
}
