package dev.skep.bpf.btf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skep.bpf.MalformedObjectException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

@Timeout(30)
class MalformedBtfTest {
    private static final int HEADER = 24;

    private final byte[] good = Fixtures.bytes(Fixtures.EVERY_KIND);

    private static byte[] withInt(byte[] bytes, int at, int value) {
        byte[] changed = bytes.clone();
        ByteBuffer.wrap(changed).order(ByteOrder.nativeOrder()).putInt(at, value);
        return changed;
    }

    private static void refused(byte[] bytes, String... contains) {
        assertThatThrownBy(() -> Fixtures.btf(bytes))
                .isInstanceOf(MalformedObjectException.class)
                .hasMessageStartingWith("made by hand is not BTF: ")
                .hasMessageContainingAll(contains);
    }

    @Test
    void noBytesAreNoBtf() {
        refused(new byte[0], "it has 0 bytes");
        refused(new byte[23], "it has 23 bytes");
        refused(new byte[24], "at offset 0", "no magic number");
    }

    @ParameterizedTest
    @CsvSource({
        "4, 23, offset 4", // header length
        "4, 2000000000, offset 4",
        "4, -1, offset 4",
        "8, -4, offset 8", // start and length of the types
        "8, 1000000, offset 8",
        "8, 1, offset 8",
        "12, 2000000000, offset 8",
        "12, -4, offset 8",
        "16, -4, offset 16", // start and length of the strings
        "16, 1000000, offset 16",
        "20, -1, offset 16",
        "20, 2147483647, offset 16",
        "20, 0, NUL"
    })
    void sectionsLieWithin(int at, int value, String message) {
        refused(withInt(good, at, value), message);
    }

    @Test
    void theVersionIsOne() {
        byte[] bytes = good.clone();
        bytes[2] = 2;
        refused(bytes, "at offset 2", "version 2");
    }

    @Test
    void stringsBeginAndEndWithNul() {
        byte[] bytes = good.clone();
        bytes[bytes.length - 1] = 'x';
        refused(bytes, "does not end with NUL");
        int strings = HEADER + ByteBuffer.wrap(good).order(ByteOrder.nativeOrder()).getInt(16);
        byte[] first = good.clone();
        first[strings] = 'x';
        refused(first, "does not begin with the empty one");
    }

    @Test
    void kindsAreKnown() {
        refused(withInt(good, HEADER + 4, 20 << 24), "at offset 24", "kind 20");
        refused(withInt(good, HEADER + 4, 31 << 24), "kind 31");
        refused(withInt(good, HEADER + 4, 0), "kind 0");
    }

    @Test
    void theLastTypeIsWhole() {
        byte[] one = Fixtures.bytes(List.of(new BtfType.Struct("s", 0, false, List.of())));
        refused(
                withInt(one, HEADER + 4, BtfKind.STRUCT.code() << 24 | 1),
                "at offset 24",
                "beyond the end");
        byte[] pointers = Fixtures.bytes(List.of(new BtfType.Ptr(0), new BtfType.Ptr(0)));
        refused(withInt(pointers, 12, 20), "at offset 36", "beyond the end");
    }

    @Test
    void namesLieWithin() {
        byte[] one = Fixtures.bytes(List.of(new BtfType.Typedef("t", 0)));
        for (int offset : new int[] {3, 1 << 30, -1}) {
            Btf btf = Fixtures.btf(withInt(one, HEADER, offset));
            assertThatThrownBy(() -> btf.type(1))
                    .isInstanceOf(MalformedObjectException.class)
                    .hasMessageContaining("at offset 24");
            assertThatThrownBy(() -> btf.name(1)).isInstanceOf(MalformedObjectException.class);
            assertThatThrownBy(() -> btf.find("t", BtfKind.TYPEDEF))
                    .isInstanceOf(MalformedObjectException.class);
            assertThatThrownBy(() -> btf.findAll("t", BtfKind.TYPEDEF))
                    .isInstanceOf(MalformedObjectException.class);
        }
    }

    @Test
    void typesReferredToExist() {
        byte[] one = Fixtures.bytes(List.of(new BtfType.Typedef("t", 0)));
        for (int id : new int[] {2, -1, Integer.MAX_VALUE}) {
            Btf btf = Fixtures.btf(withInt(one, HEADER + 8, id));
            assertThatThrownBy(() -> btf.type(1))
                    .isInstanceOf(MalformedObjectException.class)
                    .hasMessageContaining("at offset 32")
                    .hasMessageContaining("where there are 2 types");
            assertThatThrownBy(() -> btf.resolve(1)).isInstanceOf(MalformedObjectException.class);
            assertThatThrownBy(() -> btf.sizeOf(1)).isInstanceOf(MalformedObjectException.class);
        }
    }

    @Test
    void circlesEnd() {
        Btf typedefs = Fixtures.btf(new BtfType.Typedef("a", 2), new BtfType.Const(1));
        assertThatThrownBy(() -> typedefs.resolve(1)).isInstanceOf(MalformedObjectException.class);
        assertThatThrownBy(() -> typedefs.sizeOf(2)).isInstanceOf(MalformedObjectException.class);
        assertThatThrownBy(() -> typedefs.field(1, "x"))
                .isInstanceOf(MalformedObjectException.class);
        assertThat(typedefs.skipModifiers(2)).isEqualTo(1);
        Btf arrays = Fixtures.btf(new BtfType.Array(1, 1, 1));
        assertThatThrownBy(() -> arrays.sizeOf(1)).isInstanceOf(MalformedObjectException.class);
        Btf structs =
                Fixtures.btf(
                        new BtfType.Struct(
                                "s", 8, false, List.of(new BtfType.Member("s", 1, 0, 0))));
        assertThat(structs.sizeOf(1)).isEqualTo(8);
    }

    @Test
    void sizesFitInAnInt() {
        Btf btf =
                Fixtures.btf(
                        new BtfType.Int("long", 8, 0, 0, 64),
                        new BtfType.Array(1, 1, 0xFFFF_FFFFL),
                        new BtfType.Array(1, 1, 1 << 28),
                        new BtfType.Array(3, 1, 1 << 28));
        for (int id = 2; id < 5; id++) {
            int array = id;
            assertThatThrownBy(() -> btf.sizeOf(array))
                    .isInstanceOf(MalformedObjectException.class);
        }
        byte[] struct = Fixtures.bytes(List.of(new BtfType.Struct("s", 8, false, List.of())));
        assertThatThrownBy(() -> Fixtures.btf(withInt(struct, HEADER + 8, -8)).type(1))
                .isInstanceOf(MalformedObjectException.class)
                .hasMessageContaining("a size of 4294967288 bytes");
    }

    @Test
    void integersHaveTheirBitsWithin() {
        byte[] integer = Fixtures.bytes(List.of(new BtfType.Int("int", 4, 0, 0, 32)));
        for (int word : new int[] {33, 1 << 16 | 32, 255 << 16 | 255}) {
            assertThatThrownBy(() -> Fixtures.btf(withInt(integer, HEADER + 12, word)).type(1))
                    .isInstanceOf(MalformedObjectException.class);
        }
        assertThatThrownBy(() -> Fixtures.btf(withInt(integer, HEADER + 8, 1 << 30)).type(1))
                .isInstanceOf(MalformedObjectException.class);
    }

    @Test
    void linkagesAreKnown() {
        byte[] function = Fixtures.bytes(List.of(new BtfType.Func("f", 0, BtfType.Linkage.STATIC)));
        assertThatThrownBy(() ->
                        Fixtures.btf(withInt(function, HEADER + 4, BtfKind.FUNC.code() << 24 | 3))
                                .type(1))
                .isInstanceOf(MalformedObjectException.class)
                .hasMessageContaining("linkage 3");
    }

    @Test
    void splitBtfHasTheByteOrderOfItsBase() {
        Btf base = Fixtures.btf(new BtfType.Ptr(0));
        ByteOrder other =
                ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN
                        ? ByteOrder.LITTLE_ENDIAN
                        : ByteOrder.BIG_ENDIAN;
        byte[] bytes = Fixtures.bytes(List.of(new BtfType.Ptr(0)), other);
        assertThatThrownBy(
                        () -> Btf.split(base, "m", java.lang.foreign.MemorySegment.ofArray(bytes)))
                .isInstanceOf(MalformedObjectException.class)
                .hasMessageContaining("byte order");
    }

    @Test
    void everyCutIsRefused() {
        for (int length = 0; length < good.length; length++) {
            byte[] cut = Arrays.copyOf(good, length);
            assertThatThrownBy(() -> Fixtures.btf(cut))
                    .as("%d bytes", length)
                    .isInstanceOf(MalformedObjectException.class);
        }
    }
}
