package dev.skep.bpf.handle;

import static org.assertj.core.api.Assertions.assertThat;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.skep.bpf.BpfMap;
import dev.skep.bpf.btf.Layout;
import dev.skep.bpf.load.Loader;
import dev.skep.bpf.spec.MapSpec;
import dev.skep.bpf.spec.MapType;
import dev.skep.sys.testkit.kernel.NeedsKernel;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.BitSet;

/** Walks over maps that take one batch, several, or, on kernels without batches, none. */
@NeedsKernel
@Timeout(120)
class MapWalkKernelTest {
    private final Arena arena = Arena.ofConfined();

    @AfterEach
    void free() {
        arena.close();
    }

    /** Each key's value is three times the key, on every CPU. */
    private BpfMap filled(MapType type, int entries) {
        BpfMap map = Loader.create(MapSpec.of("walked", type, Layout.U32, Layout.U64, entries));
        MemorySegment key = arena.allocate(JAVA_INT);
        MemorySegment value = arena.allocate(map.valueBytes(), 8);
        for (int i = 0; i < entries; i++) {
            key.set(JAVA_INT, 0, i);
            for (int cpu = 0; cpu < map.valuesPerEntry(); cpu++) {
                value.set(JAVA_LONG, (long) cpu * map.valueStride(), 3L * i);
            }
            map.update(key, value);
        }
        return map;
    }

    private static void see(BitSet seen, BpfMap map, int key, MemorySegment values, long offset) {
        assertThat(seen.get(key)).as("key %d was seen", key).isFalse();
        seen.set(key);
        for (int cpu = 0; cpu < map.valuesPerEntry(); cpu++) {
            assertThat(values.get(JAVA_LONG, offset + (long) cpu * map.valueStride()))
                    .isEqualTo(3L * key);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "HASH, 1",
        "HASH, 256",
        "HASH, 257",
        "HASH, 40000",
        "PERCPU_HASH, 300",
        "PERCPU_HASH, 9000",
        "ARRAY, 1",
        "ARRAY, 30000",
        "PERCPU_ARRAY, 2000"
    })
    void everyEntryIsSeenOnce(MapType type, int entries) {
        try (BpfMap map = filled(type, entries)) {
            BitSet inBatches = new BitSet();
            map.forEachBatch((keys, values, count) -> {
                for (int i = 0; i < count; i++) {
                    int key = keys.getAtIndex(JAVA_INT, i);
                    see(inBatches, map, key, values, (long) i * map.valueBytes());
                }
            });
            assertThat(inBatches.cardinality()).isEqualTo(entries);
            BitSet oneByOne = new BitSet();
            map.forEach((key, value) -> see(oneByOne, map, key.get(JAVA_INT, 0), value, 0));
            assertThat(oneByOne).isEqualTo(inBatches);
            assertThat(map.count()).isEqualTo(entries);
        }
    }

    @ParameterizedTest
    @CsvSource({"HASH, 40000", "PERCPU_HASH, 3000"})
    void everyEntryIsRemoved(MapType type, int entries) {
        try (BpfMap map = filled(type, entries)) {
            map.clear();
            assertThat(map.count()).isZero();
        }
    }
}
