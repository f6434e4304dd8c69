package dev.skep.trace.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skep.bpf.btf.Layout;
import dev.skep.trace.record.Value;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

class ValueFormatTest {

    @ParameterizedTest
    @CsvSource({
        "1, true, -1",
        "1, false, 255",
        "2, true, -1",
        "2, false, 65535",
        "4, true, -1",
        "4, false, 4294967295",
        "8, true, -1",
        "8, false, -1",
    })
    void extendsIntegersByTheirSign(int size, boolean signed, long expected) {
        byte[] bytes = new byte[16];
        for (int i = 0; i < size; i++) {
            bytes[3 + i] = (byte) 0xff;
        }

        Value value = new ValueFormat.Int(size, signed).decode(MemorySegment.ofArray(bytes), 3);

        assertThat(value).isEqualTo(new Value.Int(expected, signed));
    }

    @Test
    void readsIntegersInTheMachinesByteOrder() {
        ByteBuffer bytes =
                ByteBuffer.allocate(9)
                        .order(ByteOrder.nativeOrder())
                        .putLong(1, 0x0102030405060708L);

        assertThat(new ValueFormat.Int(8, true).decode(MemorySegment.ofBuffer(bytes), 1))
                .isEqualTo(new Value.Int(0x0102030405060708L, true));
        assertThat(new ValueFormat.Pointer().decode(MemorySegment.ofBuffer(bytes), 1))
                .isEqualTo(new Value.Pointer(0x0102030405060708L));
    }

    @Test
    void anyBitMakesATruthValueTrue() {
        MemorySegment bytes = MemorySegment.ofArray(new byte[] {0, 1, (byte) 0x80});
        ValueFormat bool = new ValueFormat.Bool();

        assertThat(bool.decode(bytes, 0)).isEqualTo(new Value.Bool(false));
        assertThat(bool.decode(bytes, 1)).isEqualTo(new Value.Bool(true));
        assertThat(bool.decode(bytes, 2)).isEqualTo(new Value.Bool(true));
    }

    @Test
    void aStringEndsAtItsFirstNul() {
        assertThat(text(8, "ab\0cdefgh")).isEqualTo(new Value.Text("ab"));
        assertThat(text(8, "\0bcdefgh")).isEqualTo(new Value.Text(""));
    }

    @Test
    void aStringWithoutNulWasCutOff() {
        assertThat(text(4, "abcdefgh")).isEqualTo(new Value.Text("abcd.."));
        assertThat(text(4, "abc\0efgh")).isEqualTo(new Value.Text("abc"));
    }

    @Test
    void bytesThatAreNoUtf8AreKept() {
        MemorySegment bytes = MemorySegment.ofArray(new byte[] {'a', (byte) 0xff, 'b', 0});

        assertThat(new ValueFormat.Text(4, "..").decode(bytes, 0))
                .isEqualTo(new Value.Text("a\udcffb"));
    }

    @Test
    void aTupleIsPlacedAsAStruct() {
        ValueFormat.Tuple tuple =
                ValueFormat.Tuple.of(
                        List.of(
                                new ValueFormat.Int(1, false),
                                new ValueFormat.Int(8, true),
                                new ValueFormat.Text(4, "..")));
        ByteBuffer bytes = ByteBuffer.allocate(24).order(ByteOrder.nativeOrder());
        bytes.put(0, (byte) 7).putLong(8, -2).put(16, "hi".getBytes(StandardCharsets.US_ASCII));

        assertThat(tuple.layout().size()).isEqualTo(24);
        assertThat(tuple.decode(MemorySegment.ofBuffer(bytes), 0))
                .isEqualTo(
                        new Value.Tuple(
                                List.of(
                                        new Value.Int(7, false),
                                        new Value.Int(-2, true),
                                        new Value.Text("hi"))));
    }

    @Test
    void aTupleHasAFormatForEachField() {
        Layout.Struct two = Layout.struct("").field("a", Layout.U64).field("b", Layout.U64).build();

        assertThatThrownBy(() -> new ValueFormat.Tuple(two, List.of(new ValueFormat.Int(8, true))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Value text(int size, String bytes) {
        return new ValueFormat.Text(size, "..")
                .decode(MemorySegment.ofArray(bytes.getBytes(StandardCharsets.US_ASCII)), 0);
    }
}
