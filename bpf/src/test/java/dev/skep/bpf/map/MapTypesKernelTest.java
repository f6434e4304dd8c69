package dev.skep.bpf.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.skep.bpf.BpfMap;
import dev.skep.bpf.KernelException;
import dev.skep.bpf.MapFullException;
import dev.skep.bpf.PermissionException;
import dev.skep.bpf.UnsupportedByKernelException;
import dev.skep.bpf.btf.Layout;
import dev.skep.bpf.load.Loader;
import dev.skep.bpf.spec.MapSpec;
import dev.skep.bpf.spec.MapType;
import dev.skep.bpf.target.Target;
import dev.skep.sys.testkit.kernel.NeedsKernel;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.lang.foreign.MemorySegment;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;

/** Hashes and arrays, what all maps have in common, and what the kernel takes of a declaration. */
@NeedsKernel
@Timeout(60)
class MapTypesKernelTest {

    private static final Layout S32 = new Layout.Int(4, true);

    private final MapEntries entries = new MapEntries();

    @AfterEach
    void free() {
        entries.close();
    }

    private static BpfMap create(MapType type, int maxEntries) {
        return Loader.create(MapSpec.of("m", type, Layout.U32, Layout.U64, maxEntries));
    }

    @ParameterizedTest
    @EnumSource(names = {"HASH", "PERCPU_HASH", "LRU_HASH", "LRU_PERCPU_HASH"})
    void hashesKeepWhatIsPutIntoThem(MapType type) {
        try (BpfMap map = create(type, 100)) {
            MemorySegment read = entries.space(map.valueBytes());
            assertThat(map.count()).isZero();
            assertThat(map.insert(entries.number(1), entries.value(map, 11))).isTrue();
            assertThat(map.insert(entries.number(1), entries.value(map, 12))).isFalse();
            assertThat(map.replace(entries.number(2), entries.value(map, 13))).isFalse();
            assertThat(map.replace(entries.number(1), entries.value(map, 14))).isTrue();
            map.update(entries.number(2), entries.value(map, 15));
            assertThat(map.count()).isEqualTo(2);
            assertThat(map.lookup(entries.number(1), read)).isTrue();
            PerCpuField field = PerCpuField.of(map);
            assertThat(field.max(read)).isEqualTo(14);
            assertThat(field.sum(read)).isEqualTo(14L * map.valuesPerEntry());
            assertThat(field.min(read)).isEqualTo(14);
            assertThat(map.delete(entries.number(1))).isTrue();
            assertThat(map.delete(entries.number(1))).isFalse();
            map.clear();
            assertThat(map.count()).isZero();
        }
    }

    @NeedsKernel(version = "5.14")
    @ParameterizedTest
    @EnumSource(names = {"HASH", "PERCPU_HASH", "LRU_HASH", "LRU_PERCPU_HASH"})
    void entriesAreReadAndRemovedAtOnce(MapType type) {
        try (BpfMap map = create(type, 100)) {
            MemorySegment read = entries.space(map.valueBytes());
            map.update(entries.number(1), entries.value(map, 14));
            assertThat(map.take(entries.number(1), read)).isTrue();
            assertThat(PerCpuField.of(map).min(read)).isEqualTo(14);
            assertThat(map.take(entries.number(1), read)).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"HASH", "PERCPU_HASH"})
    void aFullHashSaysSo(MapType type) {
        try (BpfMap map = create(type, 2)) {
            map.update(entries.number(1), entries.value(map, 1));
            map.update(entries.number(2), entries.value(map, 2));
            assertThatThrownBy(() -> map.update(entries.number(3), entries.value(map, 3)))
                    .isInstanceOfSatisfying(
                            MapFullException.class,
                            e -> {
                                assertThat(e.map()).isEqualTo("m");
                                assertThat(e.maxEntries()).isEqualTo(2);
                            })
                    .hasMessageContaining("map \"m\"")
                    .hasMessageContaining("It is full: it holds 2 entries");
            map.update(entries.number(1), entries.value(map, 4));
        }
    }

    @Test
    void anLruHashMakesRoom() {
        try (BpfMap map = create(MapType.LRU_HASH, 64)) {
            for (int i = 0; i < 1000; i++) {
                map.update(entries.number(i), entries.value(map, i));
            }
            assertThat(map.lookup(entries.number(999), entries.value(map, 0))).isTrue();
            // Which ones went is the kernel's choice: each CPU keeps some of its own back.
            assertThat(map.count()).isBetween(1L, 64L);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"ARRAY", "PERCPU_ARRAY"})
    void arraysAreAlwaysFull(MapType type) {
        try (BpfMap map = create(type, 5)) {
            assertThat(map.count()).isEqualTo(5);
            map.update(entries.number(4), entries.value(map, 7));
            assertThatThrownBy(() -> map.update(entries.number(5), entries.value(map, 7)))
                    .isInstanceOf(KernelException.class)
                    .isNotInstanceOf(MapFullException.class)
                    .hasMessageContaining("E2BIG")
                    .hasMessageContaining("Its entries have the numbers 0 to 4");
            assertThatThrownBy(() -> map.delete(entries.number(4)))
                    .isInstanceOf(KernelException.class)
                    .hasMessageContaining("EINVAL");
        }
    }

    @Test
    void aFrozenMapSaysSo() {
        MapSpec spec = MapSpec.data("constants", new byte[] {1, 2, 3, 4, 5, 6, 7, 8}, true);
        try (BpfMap map = Loader.create(spec)) {
            assertThatThrownBy(() -> map.update(entries.number(0), entries.value(map, 7)))
                    .isInstanceOf(PermissionException.class)
                    .hasMessageContaining("writing map \"constants\"")
                    .hasMessageContaining("It is frozen");
            assertThat(map.memory().get(JAVA_LONG, 0)).isEqualTo(0x0807_0605_0403_0201L);
        }
    }

    @Test
    void whatAMapDoesNotOfferIsToldApartFromWhatIsWrong() {
        try (BpfMap map = Loader.create(MapSpec.perfEvents("events"))) {
            assertThat(map.spec().maxEntries())
                    .isEqualTo(Target.running().possibleCpus().max() + 1);
            assertThatThrownBy(() -> map.lookup(entries.number(0), entries.number(0)))
                    .isInstanceOf(UnsupportedByKernelException.class)
                    .hasMessageContaining("reading map \"events\"")
                    .hasMessageContaining("perf_event_array");
        }
    }

    /** Pitfall P9, trap T8. */
    @Test
    void p9PerCpuValuesHaveOneForEachPossibleCpu() {
        Layout.Struct struct =
                Layout.struct("s")
                        .field("small", new Layout.Int(1, true))
                        .field("count", new Layout.Int(4, false))
                        .build();
        try (BpfMap map =
                Loader.create(MapSpec.of("m", MapType.PERCPU_ARRAY, Layout.U32, struct, 1))) {
            int cpus = Target.running().possibleCpus().count();
            PerCpuField small = PerCpuField.of(map, "small");
            PerCpuField count = PerCpuField.of(map, "count");
            assertThat(count.values()).isEqualTo(cpus);
            MemorySegment value = entries.space(map.valueBytes());
            for (int i = 0; i < cpus; i++) {
                value.set(JAVA_BYTE, 8L * i, (byte) (i - 1));
                value.set(JAVA_INT, 8L * i + 4, -1 - i);
            }
            map.update(entries.number(0), value);
            MemorySegment read = entries.space(map.valueBytes());
            assertThat(map.lookup(entries.number(0), read)).isTrue();
            assertThat(small.min(read)).isEqualTo(-1);
            assertThat(small.max(read)).isEqualTo(cpus - 2L);
            assertThat(count.max(read)).isEqualTo(0xffff_ffffL);
            assertThat(count.min(read)).isEqualTo(0xffff_ffffL - (cpus - 1));
            assertThat(count.fold(read, (a, b) -> a ^ b))
                    .isEqualTo(
                            LongStream.range(0, cpus)
                                    .map(i -> 0xffff_ffffL - i)
                                    .reduce((a, b) -> a ^ b)
                                    .orElseThrow());
        }
    }

    @Test
    void walksEndAndSeeEverything() {
        try (BpfMap map = create(MapType.LRU_PERCPU_HASH, 4096)) {
            Set<Integer> expected = new TreeSet<>();
            for (int i = 0; i < 300; i++) {
                map.update(entries.number(i), entries.value(map, i));
                expected.add(i);
            }
            Set<Integer> seen = new TreeSet<>();
            map.forEach((key, value) -> {
                assertThat(value.get(JAVA_LONG, 0)).isEqualTo(key.get(JAVA_INT, 0));
                seen.add(key.get(JAVA_INT, 0));
            });
            assertThat(seen).isEqualTo(expected);
        }
    }

    @Test
    void aViewRefusesAMapOfAnotherType() {
        try (BpfMap map = create(MapType.HASH, 1)) {
            assertThatThrownBy(() -> ValueQueue.of(map))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("map \"m\" is of type hash, not queue or stack");
            assertThatThrownBy(() -> PerCpuField.of(map, 6, new Layout.Int(4, true)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("4 bytes at 6");
        }
    }

    @Test
    void aRingBufferGetsASizeThatTheKernelTakes() {
        try (BpfMap map = Loader.create(MapSpec.ringBuffer("r", 5000))) {
            assertThat(map.spec().maxEntries()).isEqualTo(8192);
            assertThat(map.info().maxEntries()).isEqualTo(8192);
        }
    }

    /**
     * The kernel takes no BTF for these (trap T7): what is known of the value must not be told it.
     */
    @ParameterizedTest
    @EnumSource(names = {"SOCKMAP", "SOCKHASH"})
    @NeedsKernel(kconfig = {"CONFIG_INET", "CONFIG_BPF_STREAM_PARSER"})
    void p34MapsOfSocketsAreMadeHoweverTheyAreDeclared(MapType type) {
        Loader.create(MapSpec.of("socks", type, Layout.U32, S32, 8)).close();
        Loader.create(MapSpec.of("socks", type, Layout.U32, Layout.U64, 8)).close();
        Loader.create(MapSpec.ofBytes("socks", type, 4, 4, 8)).close();
    }

    @Test
    @NeedsKernel(before = "5.11")
    void anOldKernelTakesNoLongKeyAndTheErrorSaysSo() {
        assertThatThrownBy(() -> Loader.create(MapSpec.ofBytes("paths", MapType.HASH, 513, 8, 10)))
                .isInstanceOf(UnsupportedByKernelException.class)
                .hasMessageContaining("hash keys of more than 512 bytes");
        Loader.create(MapSpec.ofBytes("paths", MapType.HASH, 512, 8, 10)).close();
    }

    @Test
    @NeedsKernel(version = "5.11")
    void aKeyMayBeLong() {
        Loader.create(MapSpec.ofBytes("paths", MapType.HASH, 2048, 8, 10)).close();
    }
}
