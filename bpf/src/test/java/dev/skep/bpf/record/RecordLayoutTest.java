package dev.skep.bpf.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;
import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.skep.bpf.BpfException;
import dev.skep.bpf.LayoutMismatchException;
import dev.skep.bpf.btf.Btf;
import dev.skep.bpf.btf.BtfBuilder;
import dev.skep.bpf.btf.BtfType;
import dev.skep.bpf.btf.BtfType.Member;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.List;

/** Records in memory, and beside the structs that programs declare. */
class RecordLayoutTest {

    record Open(@Unsigned int pid, @Size(16) String comm, long bootTime, boolean failed) {}

    record Position(short x, short y) {}

    @SuppressWarnings("ArrayRecordComponent") // it is what is tested
    record Everything(
            byte tiny,
            @Unsigned @Size(1) long tinyUnsigned,
            @Size(2) int small,
            @Unsigned @Size(2) int smallUnsigned,
            @Unsigned @Size(4) long half,
            @Size(4) long halfSigned,
            Position position,
            @Size(3) byte[] bytes,
            @Unsigned @Size(2) short[] shorts,
            @Size(2) int[] ints,
            @Size(2) long[] longs) {}

    private final Arena arena = Arena.ofConfined();

    @AfterEach
    void free() {
        arena.close();
    }

    @Test
    void fieldsLieAsInC() {
        RecordLayout<Open> layout = RecordLayout.of(Open.class);
        assertThat(layout.layout().fields())
                .extracting(f -> f.name() + "@" + f.offset())
                .containsExactly("pid@0", "comm@4", "bootTime@24", "failed@32");
        assertThat(layout.size()).isEqualTo(40);
    }

    @Test
    void recordsAreReadAtAnyOffset() {
        RecordLayout<Open> layout = RecordLayout.of(Open.class);
        MemorySegment memory = arena.allocate(64, 8).fill((byte) 0xee);
        long at = 5;
        memory.set(JAVA_INT_UNALIGNED, at, -2);
        memory.asSlice(at + 4).setString(0, "caf\u00e9");
        memory.set(JAVA_LONG_UNALIGNED, at + 24, 1L << 50);
        memory.set(JAVA_BYTE, at + 32, (byte) 1);
        assertThat(layout.decode(memory, at)).isEqualTo(new Open(-2, "caf\u00e9", 1L << 50, true));
        assertThatThrownBy(() -> layout.decode(memory, 32))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void aTextThatFillsItsFieldEndsThere() {
        record Name(@Size(4) String name, int after) {}
        MemorySegment memory = arena.allocate(8, 4);
        memory.copyFrom(MemorySegment.ofArray("abcdX".getBytes(US_ASCII)));
        assertThat(RecordLayout.of(Name.class).decode(memory, 0).name()).isEqualTo("abcd");
    }

    @Test
    void everyTypeIsRead() {
        RecordLayout<Everything> layout = RecordLayout.of(Everything.class);
        MemorySegment memory = arena.allocate(layout.size(), 8).fill((byte) 0xff);
        Everything read = layout.decode(memory, 0);
        assertThat(read.tiny()).isEqualTo((byte) -1);
        assertThat(read.tinyUnsigned()).isEqualTo(255);
        assertThat(read.small()).isEqualTo(-1);
        assertThat(read.smallUnsigned()).isEqualTo(65535);
        assertThat(read.half()).isEqualTo(0xffff_ffffL);
        assertThat(read.halfSigned()).isEqualTo(-1);
        assertThat(read.position()).isEqualTo(new Position((short) -1, (short) -1));
        assertThat(read.bytes()).containsExactly(-1, -1, -1);
        assertThat(read.shorts()).containsExactly(-1, -1);
        assertThat(read.ints()).containsExactly(-1, -1);
        assertThat(read.longs()).containsExactly(-1, -1);
    }

    @Test
    void everyFieldIsReadWhereItLies() {
        RecordLayout<Everything> layout = RecordLayout.of(Everything.class);
        MemorySegment memory = arena.allocate(layout.size(), 8);
        layout.layout()
                .fields()
                .forEach(field ->
                        memory.set(JAVA_BYTE, field.offset(), (byte) (field.offset() + 1)));
        Everything read = layout.decode(memory, 0);
        List<Long> starts =
                List.of(
                        (long) read.tiny(),
                        read.tinyUnsigned(),
                        (long) read.small(),
                        (long) read.smallUnsigned(),
                        read.half(),
                        read.halfSigned(),
                        (long) read.position().x(),
                        (long) read.bytes()[0],
                        (long) read.shorts()[0],
                        (long) read.ints()[0],
                        read.longs()[0]);
        assertThat(starts)
                .containsExactlyElementsOf(
                        layout.layout().fields().stream().map(f -> f.offset() + 1L).toList());
        memory.set(JAVA_SHORT_UNALIGNED, layout.layout().fields().get(6).offset() + 2L, (short) 77);
        assertThat(layout.decode(memory, 0).position().y()).isEqualTo((short) 77);
    }

    @Test
    void whatCannotBeAFieldIsNamed() {
        record Floating(double rate) {}
        record Unsized(String comm) {}
        record TooLarge(@Size(8) int number) {}
        assertThatThrownBy(() -> RecordLayout.of(Floating.class))
                .hasMessage("Floating.rate (double) is no field that Skep can read");
        assertThatThrownBy(() -> RecordLayout.of(Unsized.class))
                .hasMessage("Unsized.comm (String) is of a size that only @Size can tell");
        assertThatThrownBy(() -> RecordLayout.of(TooLarge.class))
                .hasMessage("TooLarge.number (int) is an integer of 8 bytes");
    }

    @Test
    void aLookupThatSeesTheConstructorWillDo() {
        assertThat(RecordLayout.of(MethodHandles.lookup(), Open.class).size()).isEqualTo(40);
        assertThatThrownBy(() -> RecordLayout.of(MethodHandles.publicLookup(), Open.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("open its package to dev.skep.bpf");
    }

    @Test
    void recordsThatAreTooShortAreRefused() {
        List<Open> seen = new ArrayList<>();
        var handler = RecordLayout.of(Open.class).handler(seen::add);
        MemorySegment memory = arena.allocate(64, 8);
        handler.handle(memory, 0, 40);
        // Ring buffers and perf buffers pad.
        handler.handle(memory, 8, 47);
        assertThat(seen).hasSize(2);
        assertThatThrownBy(() -> handler.handle(memory, 0, 39))
                .isInstanceOf(BpfException.class)
                .hasMessage("a record of 39 bytes arrived, but Open has 40");
    }

    // ---- beside BTF

    private static Btf load(BtfBuilder builder) {
        return Btf.of("test", MemorySegment.ofArray(builder.build()));
    }

    private static Btf open(boolean pidSigned, int commBytes, int shift) {
        BtfBuilder btf = new BtfBuilder();
        int u32 = btf.integer("unsigned int", 4, 0);
        int s32 = btf.integer("int", 4, BtfType.Int.SIGNED);
        int s64 = btf.integer("long", 8, BtfType.Int.SIGNED);
        int character = btf.integer("char", 1, BtfType.Int.SIGNED);
        int bool = btf.integer("_Bool", 1, BtfType.Int.BOOL);
        int comm = btf.add(new BtfType.Array(character, u32, commBytes));
        int pid = btf.add(new BtfType.Typedef("pid_t", pidSigned ? s32 : u32));
        btf.add(
                new BtfType.Struct(
                        "open_event",
                        40 + shift,
                        false,
                        List.of(
                                new Member("pid", pid, 0, 0),
                                new Member("comm", comm, 32, 0),
                                new Member("boot_time", s64, (24 + shift) * 8, 0),
                                new Member("failed", bool, (32 + shift) * 8, 0))));
        return load(btf);
    }

    @Test
    void aStructThatFitsIsAccepted() {
        RecordLayout<Open> layout = RecordLayout.of(Open.class);
        assertThat(layout.check(open(false, 16, 0), "open_event")).isSameAs(layout);
    }

    @Test
    void bothSidesAreShownWhereTheyDiffer() {
        assertThatThrownBy(() -> RecordLayout.of(Open.class).check(open(true, 20, 8), "open_event"))
                .isInstanceOf(LayoutMismatchException.class)
                .hasMessage(
                        """
                        record Open does not fit struct open_event:
                          offset  size  record Open            offset  size  struct open_event
                          0       4     @Unsigned int pid      0       4     pid_t pid          another sign
                          4       16    @Size(16) String comm  4       20    char comm[20]      another size
                          24      8     long bootTime          32      8     long boot_time     another offset
                          32      1     boolean failed         40      1     _Bool failed       another offset
                                  40                                   48                       another size\
                        """);
    }

    @Test
    void fieldsOfOneSideOnlyAreShown() {
        record Partly(@Unsigned int pid, int nosuch) {}
        assertThatThrownBy(
                        () -> RecordLayout.of(Partly.class).check(open(false, 16, 0), "open_event"))
                .isInstanceOf(LayoutMismatchException.class)
                .hasMessageContaining("int nosuch")
                .hasMessageContaining("no field of that name")
                .hasMessageContaining("char comm[16]");
        assertThatThrownBy(() -> RecordLayout.of(Partly.class).check(open(false, 16, 0), "nothing"))
                .hasMessage("record Partly has no counterpart: there is no struct nothing");
    }

    @Test
    void structsInsideAndNamesOfOnesOwn() {
        record Inner(@FieldName("class") int kind, @Unsigned long pointer) {}
        record Outer(Inner inner, @Unsigned int state) {}
        BtfBuilder btf = new BtfBuilder();
        int s32 = btf.integer("int", 4, BtfType.Int.SIGNED);
        int pointer = btf.add(new BtfType.Ptr(0));
        int state =
                btf.add(
                        new BtfType.Enum32(
                                "state", 4, false, List.of(new BtfType.Enumerator("IDLE", 0))));
        int inner =
                btf.add(
                        new BtfType.Struct(
                                "inner",
                                16,
                                false,
                                List.of(
                                        new Member("class", s32, 0, 0),
                                        new Member("pointer", pointer, 64, 0))));
        btf.add(
                new BtfType.Struct(
                        "outer",
                        24,
                        false,
                        List.of(
                                new Member("inner", inner, 0, 0),
                                new Member("state", state, 128, 0))));
        RecordLayout<Outer> layout = RecordLayout.of(Outer.class);
        assertThat(layout.check(load(btf), "outer")).isSameAs(layout);
        record Wrong(@FieldName("class") int kind, @Size(4) long pointer) {}
        record Around(Wrong inner, @Unsigned int state) {}
        assertThatThrownBy(() -> RecordLayout.of(Around.class).check(load(btf), "outer"))
                .hasMessageContaining("@Size(4) long inner.pointer")
                .hasMessageContaining("void *inner.pointer")
                .hasMessageContaining("another size");
    }

    @Test
    void bitFieldsAreRefused() {
        record Flags(@Unsigned int low) {}
        BtfBuilder btf = new BtfBuilder();
        int u32 = btf.integer("unsigned int", 4, 0);
        btf.add(new BtfType.Struct("flags", 4, true, List.of(new Member("low", u32, 0, 3))));
        assertThatThrownBy(() -> RecordLayout.of(Flags.class).check(load(btf), "flags"))
                .hasMessageContaining("unsigned int low : 3")
                .hasMessageContaining("a bit field");
    }
}
