package dev.skep.bpf.map;

import static dev.skep.bpf.asm.Instructions.add;
import static dev.skep.bpf.asm.Instructions.call;
import static dev.skep.bpf.asm.Instructions.exit;
import static dev.skep.bpf.asm.Instructions.loadMap;
import static dev.skep.bpf.asm.Instructions.mov;
import static dev.skep.bpf.asm.Instructions.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.skep.bpf.BpfMap;
import dev.skep.bpf.BpfObject;
import dev.skep.bpf.KernelException;
import dev.skep.bpf.MapFullException;
import dev.skep.bpf.PermissionException;
import dev.skep.bpf.UnsupportedByKernelException;
import dev.skep.bpf.asm.BpfHelper;
import dev.skep.bpf.asm.Code;
import dev.skep.bpf.asm.CodeBuilder;
import dev.skep.bpf.asm.MemorySize;
import dev.skep.bpf.asm.Register;
import dev.skep.bpf.btf.Layout;
import dev.skep.bpf.info.KernelObjects;
import dev.skep.bpf.load.Loader;
import dev.skep.bpf.spec.AttachType;
import dev.skep.bpf.spec.MapFlags;
import dev.skep.bpf.spec.MapSpec;
import dev.skep.bpf.spec.MapType;
import dev.skep.bpf.spec.ObjectSpec;
import dev.skep.bpf.spec.ProgramSpec;
import dev.skep.bpf.spec.ProgramType;
import dev.skep.bpf.target.Target;
import dev.skep.sys.testkit.kernel.NeedsKernel;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;

/** Every type of map that the language uses, and what it alone can do, on the running kernel. */
@NeedsKernel
@Timeout(60)
class MapTypesKernelTest {

    private static final Layout S32 = new Layout.Int(4, true);

    private final Arena arena = Arena.ofConfined();

    @AfterEach
    void free() {
        arena.close();
    }

    private MemorySegment number(int value) {
        return arena.allocateFrom(JAVA_INT, value);
    }

    private MemorySegment value(BpfMap map, long number) {
        MemorySegment value = arena.allocate(map.valueBytes(), 8);
        for (int i = 0; i < map.valuesPerEntry(); i++) {
            value.set(JAVA_LONG, (long) i * map.valueStride(), number);
        }
        return value;
    }

    private static BpfMap create(MapType type, int entries) {
        return Loader.create(MapSpec.of("m", type, Layout.U32, Layout.U64, entries));
    }

    @ParameterizedTest
    @EnumSource(names = {"HASH", "PERCPU_HASH", "LRU_HASH", "LRU_PERCPU_HASH"})
    void hashesKeepWhatIsPutIntoThem(MapType type) {
        try (BpfMap map = create(type, 100)) {
            MemorySegment read = arena.allocate(map.valueBytes(), 8);
            assertThat(map.count()).isZero();
            assertThat(map.insert(number(1), value(map, 11))).isTrue();
            assertThat(map.insert(number(1), value(map, 12))).isFalse();
            assertThat(map.replace(number(2), value(map, 13))).isFalse();
            assertThat(map.replace(number(1), value(map, 14))).isTrue();
            map.update(number(2), value(map, 15));
            assertThat(map.count()).isEqualTo(2);
            assertThat(map.lookup(number(1), read)).isTrue();
            PerCpuField field = PerCpuField.of(map);
            assertThat(field.max(read)).isEqualTo(14);
            assertThat(field.sum(read)).isEqualTo(14L * map.valuesPerEntry());
            assertThat(field.min(read)).isEqualTo(14);
            assertThat(map.delete(number(1))).isTrue();
            assertThat(map.delete(number(1))).isFalse();
            map.clear();
            assertThat(map.count()).isZero();
        }
    }

    @NeedsKernel(version = "5.14")
    @ParameterizedTest
    @EnumSource(names = {"HASH", "PERCPU_HASH", "LRU_HASH", "LRU_PERCPU_HASH"})
    void entriesAreReadAndRemovedAtOnce(MapType type) {
        try (BpfMap map = create(type, 100)) {
            MemorySegment read = arena.allocate(map.valueBytes(), 8);
            map.update(number(1), value(map, 14));
            assertThat(map.take(number(1), read)).isTrue();
            assertThat(PerCpuField.of(map).min(read)).isEqualTo(14);
            assertThat(map.take(number(1), read)).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"HASH", "PERCPU_HASH"})
    void aFullHashSaysSo(MapType type) {
        try (BpfMap map = create(type, 2)) {
            map.update(number(1), value(map, 1));
            map.update(number(2), value(map, 2));
            assertThatThrownBy(() -> map.update(number(3), value(map, 3)))
                    .isInstanceOfSatisfying(
                            MapFullException.class,
                            e -> {
                                assertThat(e.map()).isEqualTo("m");
                                assertThat(e.maxEntries()).isEqualTo(2);
                            })
                    .hasMessageContaining("map \"m\"")
                    .hasMessageContaining("It is full: it holds 2 entries");
            map.update(number(1), value(map, 4));
        }
    }

    @Test
    void anLruHashMakesRoom() {
        try (BpfMap map = create(MapType.LRU_HASH, 64)) {
            for (int i = 0; i < 1000; i++) {
                map.update(number(i), value(map, i));
            }
            assertThat(map.lookup(number(999), value(map, 0))).isTrue();
            // Which ones went is the kernel's choice: each CPU keeps some of its own back.
            assertThat(map.count()).isBetween(1L, 64L);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"ARRAY", "PERCPU_ARRAY"})
    void arraysAreAlwaysFull(MapType type) {
        try (BpfMap map = create(type, 5)) {
            assertThat(map.count()).isEqualTo(5);
            map.update(number(4), value(map, 7));
            assertThatThrownBy(() -> map.update(number(5), value(map, 7)))
                    .isInstanceOf(KernelException.class)
                    .isNotInstanceOf(MapFullException.class)
                    .hasMessageContaining("E2BIG")
                    .hasMessageContaining("Its entries have the numbers 0 to 4");
            assertThatThrownBy(() -> map.delete(number(4)))
                    .isInstanceOf(KernelException.class)
                    .hasMessageContaining("EINVAL");
        }
    }

    @Test
    void aFrozenMapSaysSo() {
        MapSpec spec = MapSpec.data("constants", new byte[] {1, 2, 3, 4, 5, 6, 7, 8}, true);
        try (BpfMap map = Loader.create(spec)) {
            assertThatThrownBy(() -> map.update(number(0), value(map, 7)))
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
            assertThatThrownBy(() -> map.lookup(number(0), number(0)))
                    .isInstanceOf(UnsupportedByKernelException.class)
                    .hasMessageContaining("reading map \"events\"")
                    .hasMessageContaining("perf_event_array");
        }
    }

    @Test
    void aQueueGivesTheFirstFirst() {
        try (BpfMap map = Loader.create(MapSpec.keyless("q", MapType.QUEUE, S32, 2))) {
            ValueQueue queue = ValueQueue.of(map);
            MemorySegment read = arena.allocate(4);
            assertThat(queue.pop(read)).isFalse();
            assertThat(queue.peek(read)).isFalse();
            queue.push(number(1));
            queue.push(number(2));
            assertThatThrownBy(() -> queue.push(number(3)))
                    .isInstanceOf(MapFullException.class)
                    .hasMessageContaining("holds 2 entries");
            queue.pushReplacing(number(4));
            assertThat(queue.peek(read)).isTrue();
            assertThat(read.get(JAVA_INT, 0)).isEqualTo(2);
            assertThat(queue.pop(read)).isTrue();
            assertThat(read.get(JAVA_INT, 0)).isEqualTo(2);
            assertThat(queue.pop(read)).isTrue();
            assertThat(read.get(JAVA_INT, 0)).isEqualTo(4);
            assertThat(queue.pop(read)).isFalse();
        }
    }

    @Test
    void aStackGivesTheLastFirst() {
        try (BpfMap map = Loader.create(MapSpec.keyless("s", MapType.STACK, S32, 3))) {
            ValueQueue stack = ValueQueue.of(map);
            MemorySegment read = arena.allocate(4);
            stack.push(number(1));
            stack.push(number(2));
            assertThat(stack.pop(read)).isTrue();
            assertThat(read.get(JAVA_INT, 0)).isEqualTo(2);
            assertThat(stack.peek(read)).isTrue();
            assertThat(read.get(JAVA_INT, 0)).isEqualTo(1);
        }
    }

    @NeedsKernel(version = "5.16")
    @Test
    void aBloomFilterNeverForgets() {
        MapSpec spec = MapSpec.keyless("b", MapType.BLOOM_FILTER, S32, 1000).withExtra(7);
        try (BpfMap map = Loader.create(spec)) {
            BloomFilter filter = BloomFilter.of(map);
            for (int i = 0; i < 500; i++) {
                filter.add(number(i));
            }
            int wrong = 0;
            for (int i = 0; i < 500; i++) {
                assertThat(filter.mayContain(number(i))).isTrue();
                wrong += filter.mayContain(number(i + 1_000_000)) ? 1 : 0;
            }
            assertThat(wrong).as("of 500 that were not added").isLessThan(50);
            assertThat(map.info().extra()).isEqualTo(7);
        }
    }

    @Test
    void theLongestPrefixWins() throws Exception {
        byte[] host = InetAddress.getByName("10.1.2.3").getAddress();
        byte[] neighbour = InetAddress.getByName("10.1.9.9").getAddress();
        byte[] stranger = InetAddress.getByName("11.1.2.3").getAddress();
        try (BpfMap map = Loader.create(MapSpec.prefixTrie("t", 4, Layout.U64, 2))) {
            PrefixTrie trie = PrefixTrie.of(map);
            MemorySegment read = arena.allocate(8, 8);
            trie.put(host, 8, value(map, 8));
            trie.put(host, 24, value(map, 24));
            assertThat(trie.longestMatch(host, read)).isTrue();
            assertThat(read.get(JAVA_LONG, 0)).isEqualTo(24);
            assertThat(trie.longestMatch(neighbour, read)).isTrue();
            assertThat(read.get(JAVA_LONG, 0)).isEqualTo(8);
            assertThat(trie.longestMatch(stranger, read)).isFalse();
            assertThatThrownBy(() -> trie.put(stranger, 32, value(map, 1)))
                    .isInstanceOf(MapFullException.class);
            assertThat(map.count()).isEqualTo(2);
            assertThat(trie.remove(host, 16)).isFalse();
            assertThat(trie.remove(host, 24)).isTrue();
            assertThat(trie.longestMatch(host, read)).isTrue();
            assertThat(read.get(JAVA_LONG, 0)).isEqualTo(8);
            assertThatThrownBy(() -> trie.put(new byte[16], 0, value(map, 1)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("4 bytes, not 16");
        }
    }

    @Test
    void anArrayOfMapsHoldsMapsLikeItsTemplate() {
        MapSpec inner = MapSpec.of("inner", MapType.HASH, Layout.U32, Layout.U64, 4);
        try (BpfMap outer = Loader.create(MapSpec.arrayOfMaps("outer", inner, 3))) {
            NestedMaps maps = NestedMaps.of(outer);
            assertThat(maps.mapId(number(1))).isEmpty();
            int id;
            try (BpfMap one = Loader.create(inner)) {
                id = one.info().id();
                one.update(number(5), value(one, 55));
                maps.put(1, one);
            }
            assertThat(maps.mapId(number(1))).hasValue(id);
            assertThat(outer.count()).isEqualTo(1);
            // The outer map keeps it, so it can be opened again.
            try (BpfMap again = KernelObjects.running().openMap(id).orElseThrow()) {
                MemorySegment read = arena.allocate(8, 8);
                assertThat(again.lookup(number(5), read)).isTrue();
                assertThat(read.get(JAVA_LONG, 0)).isEqualTo(55);
            }
            try (BpfMap other =
                    Loader.create(MapSpec.of("other", MapType.HASH, Layout.U64, Layout.U64, 4))) {
                assertThatThrownBy(() -> maps.put(2, other))
                        .isInstanceOf(KernelException.class)
                        .hasMessageContaining("EINVAL");
            }
            assertThat(maps.remove(number(1))).isTrue();
            assertThat(maps.mapId(number(1))).isEmpty();
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
            MemorySegment key = arena.allocateFrom(JAVA_LONG, 1L << 40);
            maps.put(key, one);
            assertThat(maps.mapId(key)).hasValue(one.info().id());
            assertThat(maps.remove(key)).isTrue();
            assertThat(maps.remove(key)).isFalse();
        }
    }

    private static ProgramSpec rawTracepoint(String name, Code code) {
        return new ProgramSpec(name, ProgramType.RAW_TRACEPOINT, AttachType.NONE, "", code, 0);
    }

    private static Code returning(int value) {
        return new CodeBuilder().emit(mov(Register.R0, value)).emit(exit()).build();
    }

    private static BpfObject jumping() {
        Code jump =
                new CodeBuilder()
                        .emit(loadMap(Register.R2, "next"))
                        .emit(mov(Register.R3, 1))
                        .emit(call(BpfHelper.TAIL_CALL))
                        .emit(mov(Register.R0, 7))
                        .emit(exit())
                        .build();
        return Loader.load(
                new ObjectSpec(
                        "jumping",
                        "GPL",
                        List.of(rawTracepoint("jump", jump), rawTracepoint("land", returning(42))),
                        List.of(MapSpec.programs("next", 3))));
    }

    @Test
    void tailCallsJumpToWhatTheArrayHolds() {
        try (BpfObject object = jumping()) {
            ProgramArray programs = ProgramArray.of(object.map("next"));
            assertThat(object.program("jump").run()).as("falls through").isEqualTo(7);
            programs.set(1, object.program("land"));
            assertThat(programs.programId(1)).hasValue(object.program("land").info().id());
            assertThat(programs.programId(2)).isEmpty();
            assertThat(object.map("next").count()).isEqualTo(1);
            assertThat(object.program("jump").run()).isEqualTo(42);
            assertThat(programs.clear(1)).isTrue();
            assertThat(programs.clear(1)).isFalse();
            assertThat(object.program("jump").run()).isEqualTo(7);
        }
    }

    /** Trap T12: the map goes on living in the program, but empty. */
    @Test
    void t12AProgramArrayIsClearedWithItsLastDescriptor() throws InterruptedException {
        try (BpfObject object = jumping()) {
            ProgramArray.of(object.map("next")).set(1, object.program("land"));
            assertThat(object.program("jump").run()).isEqualTo(42);
            object.map("next").close();
            long deadline = System.nanoTime() + 10_000_000_000L;
            while (object.program("jump").run() != 7) {
                assertThat(System.nanoTime()).isLessThan(deadline);
                Thread.sleep(5);
            }
        }
    }

    @Test
    void stacksAreFoundByTheirId() {
        Code code =
                new CodeBuilder()
                        .emit(loadMap(Register.R2, "stacks"))
                        .emit(mov(Register.R3, 0))
                        .emit(call(BpfHelper.GET_STACKID))
                        .emit(exit())
                        .build();
        try (BpfObject object =
                Loader.load(
                        new ObjectSpec(
                                "stacks",
                                "GPL",
                                List.of(rawTracepoint("stack", code)),
                                List.of(MapSpec.stackTraces("stacks", 20, 128))))) {
            int id = object.program("stack").run();
            assertThat(id).isNotNegative();
            StackTraces stacks = StackTraces.of(object.map("stacks"));
            long[] frames = stacks.frames(id);
            assertThat(frames).hasSizeBetween(2, 20);
            for (long address : frames) {
                assertThat(address).as("an address of the kernel").isNegative();
            }
            assertThat(stacks.remove(id)).isTrue();
            assertThat(stacks.frames(id)).isEmpty();
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
            MemorySegment value = arena.allocate(map.valueBytes(), 8);
            for (int i = 0; i < cpus; i++) {
                value.set(JAVA_BYTE, 8L * i, (byte) (i - 1));
                value.set(JAVA_INT, 8L * i + 4, -1 - i);
            }
            map.update(number(0), value);
            MemorySegment read = arena.allocate(map.valueBytes(), 8);
            assertThat(map.lookup(number(0), read)).isTrue();
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
                map.update(number(i), value(map, i));
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

    /** Programs write what user space takes. */
    @Test
    void aProgramPushesIntoAQueue() {
        Code code =
                new CodeBuilder()
                        .emit(store(MemorySize.DOUBLE, Register.R10, -8, 99))
                        .emit(loadMap(Register.R1, "q"))
                        .emit(mov(Register.R2, Register.R10))
                        .emit(add(Register.R2, -8))
                        .emit(mov(Register.R3, 0))
                        .emit(call(BpfHelper.MAP_PUSH_ELEM))
                        .emit(exit())
                        .build();
        try (BpfObject object =
                Loader.load(
                        new ObjectSpec(
                                "pushing",
                                "GPL",
                                List.of(rawTracepoint("push", code)),
                                List.of(MapSpec.keyless("q", MapType.QUEUE, Layout.U64, 4))))) {
            assertThat(object.program("push").run()).isZero();
            MemorySegment read = arena.allocate(8, 8);
            assertThat(ValueQueue.of(object.map("q")).pop(read)).isTrue();
            assertThat(read.get(JAVA_LONG, 0)).isEqualTo(99);
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
