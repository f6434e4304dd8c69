package dev.skep.trace.lower;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.bpf.asm.BpfHelper;
import dev.skep.bpf.btf.Layout;
import dev.skep.bpf.spec.MapSpec;
import dev.skep.bpf.spec.MapType;
import dev.skep.compiler.ir.AtomicAdd;
import dev.skep.compiler.ir.Call;
import dev.skep.compiler.ir.Fill;
import dev.skep.compiler.ir.StackSlot;
import dev.skep.compiler.ir.Store;
import dev.skep.trace.schema.MapSchema;
import dev.skep.trace.schema.MapValue;
import dev.skep.trace.schema.ValueFormat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

class MapsTest {

    @Test
    void aMapWithoutKeysHasOneEntry() {
        MapSpec map = Lowered.of("begin { @ = 1; }").map("at_");

        assertThat(map.type()).isEqualTo(MapType.HASH);
        assertThat(map.keySize()).isEqualTo(8);
        assertThat(map.maxEntries()).isEqualTo(1);
    }

    @Test
    void keysAreLaidOutAsInC() {
        Lowered lowered = Lowered.of("begin { @a[(uint8)cpu, nsecs, comm] = 1; }");

        assertThat(lowered.map("at_a").keySize()).isEqualTo(32);
        assertThat(lowered.map("at_a").maxEntries()).isEqualTo(4096);
        assertThat(lowered.schema("@a").key())
                .isEqualTo(
                        ValueFormat.Tuple.of(
                                List.of(
                                        new ValueFormat.Int(1, false),
                                        new ValueFormat.Int(8, false),
                                        new ValueFormat.Text(16, ".."))));
    }

    @Test
    void paddingOfKeysIsZeroed() {
        assertThat(Lowered.of("begin { @a[(uint8)cpu, nsecs] = count(); }").operations(Fill.class))
                .anySatisfy(fill -> {
                    assertThat(fill.offset()).isZero();
                    // The word behind it is written anyway.
                    assertThat(fill.size()).isEqualTo(8);
                });
        assertThat(Lowered.of("begin { @a[uid, nsecs] = count(); }").operations(Fill.class))
                .noneMatch(MapsTest::isKey);
    }

    private static boolean isKey(Fill fill) {
        return fill.pointer() instanceof StackSlot slot && slot.name().startsWith("key");
    }

    @ParameterizedTest
    @CsvSource({
        "count(), PERCPU_HASH, 8",
        "sum(pid), PERCPU_HASH, 8",
        "min(pid), PERCPU_HASH, 16",
        "max(pid), PERCPU_HASH, 16",
        "avg(pid), PERCPU_HASH, 16",
        "stats(pid), PERCPU_HASH, 16",
        "hist(pid), PERCPU_HASH, 8",
        "nsecs, HASH, 8",
        "comm, HASH, 16",
    })
    void aggregatesAreKeptForEachCpu(String value, MapType type, int size) {
        MapSpec map = Lowered.of("begin { @a[1] = " + value + "; }").map("at_a");

        assertThat(map.type()).isEqualTo(type);
        assertThat(map.valueSize()).isEqualTo(size);
    }

    @Test
    void theBucketStandsBehindTheKey() {
        Lowered lowered = Lowered.of("begin { @a[pid] = hist(nsecs); }");

        MapSchema schema = lowered.schema("@a");
        assertThat(schema.keySize()).isEqualTo(12);
        assertThat(schema.bucketOffset()).isEqualTo(4);
        assertThat(lowered.map("at_a").keySize()).isEqualTo(12);
        // The stack takes only what is aligned.
        assertThat(lowered.operations(Store.class))
                .filteredOn(store -> store.offset() == 4 || store.offset() == 8)
                .extracting(store -> store.value().type().bytes())
                .contains(4, 4);
    }

    @ParameterizedTest
    @CsvSource({"0, 65", "5, 1889"})
    void aHistogramWithoutKeysHasRoomForAllItsBuckets(int bits, int buckets) {
        Lowered lowered = Lowered.of("begin { @a = hist(nsecs, " + bits + "); }");

        assertThat(lowered.map("at_a").maxEntries()).isEqualTo(buckets);
        assertThat(lowered.schema("@a").value()).isEqualTo(new MapValue.Histogram(bits));
        assertThat(lowered.map("at_a").key()).isEqualTo(Layout.U64);
    }

    @Test
    void aLinearHistogramHasRoomForAllItsBuckets() {
        Lowered lowered = Lowered.of("begin { @a = lhist(nsecs, 0, 100, 10); }");

        assertThat(lowered.map("at_a").maxEntries()).isEqualTo(12);
        assertThat(lowered.schema("@a").value())
                .isEqualTo(new MapValue.LinearHistogram(0, 100, 10));
    }

    @ParameterizedTest
    @CsvSource({"@a++, 1", "@a += 5, 5", "@a--, -1", "@a -= 3, -3"})
    void addingIsAtomic(String statement, long added) {
        Lowered lowered = Lowered.of("begin { " + statement + "; }");

        assertThat(lowered.operations(AtomicAdd.class))
                .filteredOn(add -> add.pointer().type().text().equals("map_value*"))
                .extracting(add -> add.value().text())
                .contains("i64 " + added);
        assertThat(lowered.helpers())
                .startsWith(
                        BpfHelper.MAP_LOOKUP_ELEM,
                        BpfHelper.MAP_UPDATE_ELEM,
                        BpfHelper.MAP_LOOKUP_ELEM);
    }

    @Test
    void countingNeedsNoAtomics() {
        assertThat(Lowered.of("begin { @a = count(); }").helpers())
                .startsWith(BpfHelper.MAP_LOOKUP_ELEM, BpfHelper.MAP_UPDATE_ELEM);
        assertThat(Lowered.of("begin { @a = count(); }").operations(AtomicAdd.class))
                .allMatch(add -> add.value().text().equals("i64 1"))
                .hasSizeLessThanOrEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        "profile:hz:99 { @ = count(); }, 0",
        "begin { @ = count(); }, 0",
        "rawtracepoint:sys_exit { @ = count(); }, 1",
        "tracepoint:sched:sched_switch { @ = count(); }, 1",
    })
    void programsThatInterruptEachOtherCountAtomically(String other, int raw) {
        String first =
                raw == 0
                        ? "tracepoint:sched:sched_wakeup { @ = count(); } "
                        : "rawtracepoint:sys_enter { @ = count(); } ";

        assertThat(Lowered.of(first + other).operations(AtomicAdd.class))
                .filteredOn(add -> add.pointer() instanceof Call)
                .hasSize(raw);
    }

    @Test
    void readingAMissingKeyGivesZero() {
        Lowered lowered = Lowered.of("begin { @b = @a[pid]; @a[1] = nsecs; }");

        assertThat(lowered.helpers())
                .startsWith(BpfHelper.GET_CURRENT_PID_TGID, BpfHelper.MAP_LOOKUP_ELEM);
        assertThat(lowered.function().toString()).contains("(i64 0)");
    }
}
