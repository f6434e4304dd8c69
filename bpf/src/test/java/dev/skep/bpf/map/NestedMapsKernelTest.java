package dev.skep.bpf.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.skep.bpf.BpfMap;
import dev.skep.bpf.KernelException;
import dev.skep.bpf.btf.Layout;
import dev.skep.bpf.info.KernelObjects;
import dev.skep.bpf.load.Loader;
import dev.skep.bpf.spec.MapFlags;
import dev.skep.bpf.spec.MapSpec;
import dev.skep.bpf.spec.MapType;
import dev.skep.sys.testkit.kernel.NeedsKernel;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.lang.foreign.MemorySegment;

/** Maps whose values are maps. */
@NeedsKernel
@Timeout(60)
class NestedMapsKernelTest {

    private final MapEntries entries = new MapEntries();

    @AfterEach
    void free() {
        entries.close();
    }

    @Test
    void anArrayOfMapsHoldsMapsLikeItsTemplate() {
        MapSpec inner = MapSpec.of("inner", MapType.HASH, Layout.U32, Layout.U64, 4);
        try (BpfMap outer = Loader.create(MapSpec.arrayOfMaps("outer", inner, 3))) {
            NestedMaps maps = NestedMaps.of(outer);
            assertThat(maps.mapId(entries.number(1))).isEmpty();
            int id;
            try (BpfMap one = Loader.create(inner)) {
                id = one.info().id();
                one.update(entries.number(5), entries.value(one, 55));
                maps.put(1, one);
            }
            assertThat(maps.mapId(entries.number(1))).hasValue(id);
            assertThat(outer.count()).isEqualTo(1);
            // The outer map keeps it, so it can be opened again.
            try (BpfMap again = KernelObjects.running().openMap(id).orElseThrow()) {
                MemorySegment read = entries.space(8);
                assertThat(again.lookup(entries.number(5), read)).isTrue();
                assertThat(read.get(JAVA_LONG, 0)).isEqualTo(55);
            }
            try (BpfMap other =
                    Loader.create(MapSpec.of("other", MapType.HASH, Layout.U64, Layout.U64, 4))) {
                assertThatThrownBy(() -> maps.put(2, other))
                        .isInstanceOf(KernelException.class)
                        .hasMessageContaining("EINVAL");
            }
            assertThat(maps.remove(entries.number(1))).isTrue();
            assertThat(maps.mapId(entries.number(1))).isEmpty();
        }
    }

    @Test
    void aHashOfMapsHasKeys() {
        MapSpec inner =
                MapSpec.of("inner", MapType.ARRAY, Layout.U32, Layout.U64, 4)
                        .withFlags(MapFlags.INNER_MAP);
        try (BpfMap outer = Loader.create(MapSpec.hashOfMaps("outer", 8, inner, 3));
                BpfMap one = Loader.create(inner.withMaxEntries(9))) {
            NestedMaps maps = NestedMaps.of(outer);
            MemorySegment key = entries.number(1L << 40);
            maps.put(key, one);
            assertThat(maps.mapId(key)).hasValue(one.info().id());
            assertThat(maps.remove(key)).isTrue();
            assertThat(maps.remove(key)).isFalse();
        }
    }
}
