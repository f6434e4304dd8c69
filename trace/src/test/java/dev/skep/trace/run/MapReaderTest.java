package dev.skep.trace.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.bpf.BpfMap;
import dev.skep.bpf.BpfObject;
import dev.skep.bpf.load.Loader;
import dev.skep.bpf.spec.MapSpec;
import dev.skep.bpf.spec.MapType;
import dev.skep.bpf.spec.ObjectSpec;
import dev.skep.bpf.testkit.TestTarget;
import dev.skep.sys.testkit.FakeKernel;
import dev.skep.trace.record.TraceRecord.MapContents.Entry;
import dev.skep.trace.record.Value;
import dev.skep.trace.schema.MapSchema;
import dev.skep.trace.schema.MapValue;
import dev.skep.trace.schema.ValueFormat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.List;

class MapReaderTest {

    private static final int CPUS = 2;
    private static final ValueFormat NAME = new ValueFormat.Text(8, "..");
    private static final ValueFormat NUMBER = new ValueFormat.Int(8, true);

    private final Arena arena = Arena.ofConfined();
    private @Nullable BpfObject object;

    @AfterEach
    void close() {
        if (object != null) {
            object.close();
        }
        arena.close();
    }

    private BpfMap map(MapSchema schema) {
        MapSpec spec =
                MapSpec.ofBytes(
                        "m",
                        schema.perCpu() ? MapType.PERCPU_HASH : MapType.HASH,
                        schema.keySize(),
                        schema.valueSize(),
                        64);
        BpfObject loaded =
                Loader.load(
                        new ObjectSpec("o", "GPL", List.of(), List.of(spec)),
                        TestTarget.of("6.18.44"),
                        new FakeKernel(CPUS));
        object = loaded;
        return loaded.map("m");
    }

    private MemorySegment key(Object... parts) {
        MemorySegment key = arena.allocate(64, 8);
        long at = 0;
        for (Object part : parts) {
            if (part instanceof String text) {
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                MemorySegment.copy(bytes, 0, key, ValueLayout.JAVA_BYTE, at, bytes.length);
                at += NAME.layout().size();
            } else if (part instanceof Number number) {
                key.set(ValueLayout.JAVA_LONG_UNALIGNED, at, number.longValue());
                at += 8;
            }
        }
        return key;
    }

    private MemorySegment values(long... words) {
        return arena.allocateFrom(ValueLayout.JAVA_LONG, words);
    }

    private static Entry entry(@Nullable Value key, Value value) {
        return new Entry(key, value);
    }

    private static Value text(String text) {
        return new Value.Text(text);
    }

    private static Value total(long value) {
        return new Value.Total(value, true);
    }

    @Test
    void countsAreAddedOverCpusAndSortedByCount() {
        MapSchema schema = new MapSchema("@", "m", NAME, 8, new MapValue.Count());
        BpfMap map = map(schema);
        map.update(key("b"), values(5, 6));
        map.update(key("a"), values(20, 0));
        map.update(key("c"), values(0, 1));
        MapReader reader = new MapReader(schema, map);
        assertThat(reader.read(0, 0).entries())
                .containsExactly(
                        entry(text("c"), total(1)),
                        entry(text("b"), total(11)),
                        entry(text("a"), total(20)));
        assertThat(reader.read(2, 10).entries())
                .containsExactly(entry(text("b"), total(1)), entry(text("a"), total(2)));
        assertThat(reader.readEntry(key("b")).entries())
                .containsExactly(entry(text("b"), total(11)));
        reader.zero();
        assertThat(reader.readEntry(key("b")).entries())
                .containsExactly(entry(text("b"), total(0)));
        reader.clear();
        assertThat(reader.read(0, 0).entries()).isEmpty();
    }

    @Test
    void minimumLooksOnlyAtCpusThatSawAValue() {
        MapSchema schema = new MapSchema("@", "m", null, 8, new MapValue.Min(true));
        BpfMap map = map(schema);
        map.update(key(0), values(7, 1, 0, 0));
        assertThat(new MapReader(schema, map).read(0, 0).entries())
                .containsExactly(entry(null, total(7)));
    }

    @Test
    void aMapWithoutKeysPrintsZeroWhenItIsEmpty() {
        MapSchema schema = new MapSchema("@", "m", null, 8, new MapValue.Scalar(NUMBER));
        MapReader reader = new MapReader(schema, map(schema));
        assertThat(reader.read(0, 0).entries()).isEmpty();
        assertThat(reader.readForPrint(0, 0).entries())
                .containsExactly(entry(null, new Value.Int(0, true)));
    }

    @Test
    void averagesAreOfAllCpus() {
        MapSchema schema = new MapSchema("@", "m", null, 8, new MapValue.Avg(true));
        BpfMap map = map(schema);
        map.update(key(0), values(-30, 3, -1, 1));
        Value value = new MapReader(schema, map).read(0, 0).entries().getFirst().value();
        assertThat(value).isEqualTo(new Value.Average(4, -31, true));
        assertThat(((Value.Average) value).value()).isEqualTo(-7);
    }

    @Test
    void histogramsGatherTheBucketsOfAKey() {
        MapSchema schema = new MapSchema("@", "m", NAME, 16, new MapValue.Histogram(0));
        BpfMap map = map(schema);
        // bucket 3 is [2, 4), bucket 5 is [8, 16)
        map.update(key("x", 3), values(1, 1));
        map.update(key("x", 5), values(0, 4));
        map.update(key("y", 2), values(1, 0));
        assertThat(new MapReader(schema, map).read(0, 0).entries())
                .containsExactly(
                        entry(text("y"), new Value.Histogram(List.of(new Value.Bucket(1, 2, 1)))),
                        entry(
                                text("x"),
                                new Value.Histogram(
                                        List.of(
                                                new Value.Bucket(2, 4, 2),
                                                new Value.Bucket(4, 8, 0),
                                                new Value.Bucket(8, 16, 4)))));
    }

    @Test
    void scalarsAreSortedByValueAndTextsByKey() {
        MapSchema numbers = new MapSchema("@", "m", NUMBER, 8, new MapValue.Scalar(NUMBER));
        BpfMap map = map(numbers);
        map.update(key(1), values(5));
        map.update(key(2), values(-5));
        assertThat(new MapReader(numbers, map).read(0, 0).entries())
                .extracting(Entry::value)
                .containsExactly(new Value.Int(-5, true), new Value.Int(5, true));
        close0();
        MapSchema texts = new MapSchema("@", "m", NUMBER, 8, new MapValue.Scalar(NAME));
        BpfMap second = map(texts);
        second.update(key(10), key("a"));
        second.update(key(-1), key("b"));
        assertThat(new MapReader(texts, second).read(0, 0).entries())
                .extracting(Entry::key)
                .containsExactly(new Value.Int(-1, true), new Value.Int(10, true));
    }

    private void close0() {
        if (object != null) {
            object.close();
        }
    }
}
