package dev.skep.bpf.btf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skep.bpf.MalformedObjectException;
import dev.skep.bpf.testkit.StoredTargets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

class BtfTest {

    @ParameterizedTest
    @ValueSource(strings = {"LITTLE_ENDIAN", "BIG_ENDIAN"})
    void everyKindComesBackAsItWasWritten(String orderName) {
        ByteOrder order =
                orderName.equals("BIG_ENDIAN") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        Btf btf = Fixtures.btf(Fixtures.bytes(Fixtures.EVERY_KIND, order));
        assertThat(btf.byteOrder()).isEqualTo(order);
        assertThat(btf.idCount()).isEqualTo(Fixtures.EVERY_KIND.size() + 1);
        assertThat(btf.firstId()).isEqualTo(1);
        assertThat(btf.type(0)).isEqualTo(new BtfType.VoidType());
        for (int id = 1; id < btf.idCount(); id++) {
            BtfType expected = Fixtures.EVERY_KIND.get(id - 1);
            assertThat(btf.type(id)).isEqualTo(expected);
            assertThat(btf.kind(id)).isEqualTo(expected.kind());
            assertThat(btf.name(id)).isEqualTo(expected.name());
        }
    }

    @Test
    void everyKindIsAmongThem() {
        assertThat(Fixtures.EVERY_KIND.stream().map(BtfType::kind).distinct())
                .hasSize(BtfKind.values().length - 2)
                .doesNotContain(BtfKind.VOID, BtfKind.UNKNOWN);
    }

    /** Trap: an old library must not fail at BTF of a newer compiler, if that says how to go on. */
    @Test
    void typesOfNewerKindsArePassedOver() {
        Btf btf = Fixtures.btf(NewerBytes.withKind20(true));
        assertThat(btf.idCount()).isEqualTo(4);
        assertThat(btf.type(1)).isEqualTo(new BtfType.Ptr(3));
        assertThat(btf.type(2)).isEqualTo(new BtfType.Unknown(20));
        assertThat(btf.kind(2)).isEqualTo(BtfKind.UNKNOWN);
        assertThat(btf.type(3)).isEqualTo(new BtfType.Typedef("t", 2));
        assertThat(btf.sizeOf(3)).isEqualTo(-1);
        assertThat(btf.find("t", BtfKind.TYPEDEF)).isEqualTo(3);
        assertThat(btf.find("t", BtfKind.UNKNOWN)).isZero();
        assertThat(btf.findAll("t", BtfKind.UNKNOWN)).isEmpty();
        Btf subset = Fixtures.btf(new BtfSubset(btf).add(1, 3).build());
        assertThat(subset.type(2)).isEqualTo(new BtfType.Typedef("t", 0));
        assertThatThrownBy(() -> Fixtures.btf(NewerBytes.withKind20(false)))
                .isInstanceOf(MalformedObjectException.class)
                .hasMessageContaining("kind 20");
    }

    @Test
    void idsThatDoNotExistAreTheCallersMistake() {
        Btf btf = Fixtures.btf(new BtfType.Ptr(0));
        for (int id : new int[] {-1, 2, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
            assertThatThrownBy(() -> btf.type(id)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> btf.kind(id)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> btf.name(id)).isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @Test
    void findsByKindAndName() {
        Btf btf =
                Fixtures.btf(
                        new BtfType.Struct("same", 0, false, List.of()),
                        new BtfType.Typedef("same", 1),
                        new BtfType.Struct("other", 0, false, List.of()),
                        new BtfType.Struct("same", 8, false, List.of()),
                        new BtfType.Struct("sam", 8, false, List.of()),
                        new BtfType.Struct("", 8, false, List.of()));
        // More often than names are looked for without an index.
        for (int i = 0; i < 10; i++) {
            assertThat(btf.find("same", BtfKind.STRUCT)).isEqualTo(1);
            assertThat(btf.find("same", BtfKind.TYPEDEF)).isEqualTo(2);
            assertThat(btf.find("same", BtfKind.UNION)).isZero();
            assertThat(btf.find("sa", BtfKind.STRUCT)).isZero();
            assertThat(btf.find("same_", BtfKind.STRUCT)).isZero();
            assertThat(btf.find("", BtfKind.STRUCT)).isZero();
        }
        assertThat(btf.findAll("same", BtfKind.STRUCT)).containsExactly(1, 4);
        assertThat(btf.findAll("other", BtfKind.STRUCT)).containsExactly(3);
        assertThat(btf.findAll("nosuch", BtfKind.STRUCT)).isEmpty();
        assertThat(btf.findAll("", BtfKind.STRUCT)).isEmpty();
    }

    /** Every name of a real kernel, each looked for with and without the index. */
    @Test
    void findsEveryNameOfAKernel() {
        Btf btf = StoredTargets.linux618().btf().orElseThrow();
        Map<String, List<Integer>> expected = new HashMap<>();
        for (int id = 1; id < btf.idCount(); id++) {
            if (!btf.name(id).isEmpty()) {
                expected.computeIfAbsent(btf.kind(id) + " " + btf.name(id), n -> new ArrayList<>())
                        .add(id);
            }
        }
        assertThat(expected).hasSizeGreaterThan(1000);
        for (List<Integer> ids : expected.values()) {
            BtfKind kind = btf.kind(ids.getFirst());
            String name = btf.name(ids.getFirst());
            assertThat(btf.findAll(name, kind))
                    .as(name)
                    .containsExactly(ids.stream().mapToInt(i -> i).toArray());
            assertThat(btf.find(name, kind)).isEqualTo(ids.getFirst());
        }
    }

    @Test
    void looksBelowTypedefsAndQualifiers() {
        Btf btf = Fixtures.btf(Fixtures.bytes(Fixtures.EVERY_KIND));
        int typedef = btf.find("number_t", BtfKind.TYPEDEF);
        assertThat(btf.resolve(typedef)).isEqualTo(1);
        assertThat(btf.skipModifiers(typedef)).isEqualTo(typedef);
        assertThat(btf.skipModifiers(14)).isEqualTo(1);
        assertThat(btf.resolve(0)).isZero();
        assertThat(btf.resolve(4)).isEqualTo(4);
    }

    @Test
    void knowsSizes() {
        Btf btf = Fixtures.btf(Fixtures.bytes(Fixtures.EVERY_KIND));
        int[] sizes = new int[btf.idCount()];
        for (int id = 0; id < sizes.length; id++) {
            sizes[id] = btf.sizeOf(id);
        }
        assertThat(sizes)
                .containsExactly(
                        -1, 4, 1, 4, 8, 8, 64, 80, 8, 4, 4, -1, -1, 4, 4, 4, 8, -1, -1, -1, -1, 64,
                        64, 8, -1, -1, 4, 80, 8, 8, 0);
    }

    @Test
    void splitBtfContinuesItsBase() {
        Btf base =
                Fixtures.btf(
                        new BtfType.Int("int", 4, BtfType.Int.SIGNED, 0, 32),
                        new BtfType.Struct(
                                "shared", 4, false, List.of(new BtfType.Member("a", 1, 0, 0))));
        // Strings of a split BTF count on from the end of the base's, so this one is made by hand.
        byte[] bytes = SplitBytes.of(base, "module_struct");
        Btf split = Btf.split(base, "module", java.lang.foreign.MemorySegment.ofArray(bytes));
        assertThat(split.firstId()).isEqualTo(3);
        assertThat(split.idCount()).isEqualTo(5);
        assertThat(split.type(1)).isEqualTo(base.type(1));
        assertThat(split.type(3)).isEqualTo(new BtfType.Ptr(2));
        assertThat(split.type(4)).isEqualTo(new BtfType.Typedef("module_struct", 2));
        assertThat(split.name(2)).isEqualTo("shared");
        for (int i = 0; i < 6; i++) {
            assertThat(split.find("shared", BtfKind.STRUCT)).isEqualTo(2);
            assertThat(split.find("module_struct", BtfKind.TYPEDEF)).isEqualTo(4);
        }
        assertThat(split.findAll("shared", BtfKind.STRUCT)).containsExactly(2);
        assertThat(split.findAll("module_struct", BtfKind.TYPEDEF)).containsExactly(4);
        assertThat(split.sizeOf(4)).isEqualTo(4);
        assertThat(split.field(4, "a")).isEqualTo(base.field(2, "a"));
        assertThat(base.find("module_struct", BtfKind.TYPEDEF)).isZero();
    }
}
