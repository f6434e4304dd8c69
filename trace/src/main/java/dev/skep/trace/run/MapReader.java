package dev.skep.trace.run;

import dev.skep.bpf.BpfMap;
import dev.skep.trace.record.TraceRecord.MapContents;
import dev.skep.trace.record.TraceRecord.MapContents.Entry;
import dev.skep.trace.record.Value;
import dev.skep.trace.schema.MapSchema;
import dev.skep.trace.schema.MapValue;
import dev.skep.trace.schema.ValueFormat;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads a map of the script, folded over CPUs and buckets, sorted. */
final class MapReader {

    private final MapSchema schema;
    private final BpfMap map;

    MapReader(MapSchema schema, BpfMap map) {
        this.schema = schema;
        this.map = map;
    }

    /** {@return what the map is} */
    MapSchema schema() {
        return schema;
    }

    /**
     * {@return the entries as they are to be shown}
     *
     * @param top how many of the last ones, 0 for all
     * @param div what values are divided by, 0 and 1 for nothing
     */
    MapContents read(int top, int div) {
        List<Entry> entries = entries();
        entries.sort(ValueOrder.of(schema.order()));
        boolean series = schema.value() instanceof MapValue.TimeSeries;
        if (top > 0 && entries.size() > top && !series) {
            entries = entries.subList(entries.size() - top, entries.size());
        }
        if (div > 1 && !(schema.value() instanceof MapValue.LinearHistogram)) {
            List<Entry> divided = new ArrayList<>(entries.size());
            for (Entry entry : entries) {
                divided.add(new Entry(entry.key(), MapFold.divide(entry.value(), div)));
            }
            entries = divided;
        }
        return new MapContents(schema.name(), schema.keyed(), entries);
    }

    /**
     * {@return the entries as {@code print} shows them: as {@link #read}, but a map without keys
     * that nothing was put into is 0}
     */
    MapContents readForPrint(int top, int div) {
        MapContents contents = read(top, div);
        if (schema.keyed() || schema.value().hasBuckets() || !contents.entries().isEmpty()) {
            return contents;
        }
        try (Arena arena = Arena.ofConfined()) {
            Entry nothing = new Entry(null, fold(arena.allocate(map.valueBytes(), 8)));
            return new MapContents(schema.name(), false, List.of(nothing));
        }
    }

    /**
     * {@return the entry of one key; without entries if there is none}
     *
     * @param keyBytes the user's key, laid out by the schema
     */
    MapContents readEntry(MemorySegment keyBytes) {
        List<Entry> matching = new ArrayList<>();
        ValueFormat format = schema.key();
        Value wanted = format == null ? null : format.decode(keyBytes, 0);
        for (Entry entry : entries()) {
            if (wanted == null || wanted.equals(entry.key())) {
                matching.add(entry);
            }
        }
        return new MapContents(schema.name(), schema.keyed(), matching);
    }

    /** {@return the value of one key, that of nothing if there is none} */
    Value readValue(MemorySegment keyBytes) {
        List<Entry> entries = readEntry(keyBytes).entries();
        if (!entries.isEmpty()) {
            return entries.getFirst().value();
        }
        try (Arena arena = Arena.ofConfined()) {
            return fold(arena.allocate(map.valueBytes(), 8));
        }
    }

    /** Removes every entry. */
    void clear() {
        map.clear();
    }

    /** Sets every value to zero. */
    void zero() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment zero = arena.allocate(map.valueBytes(), 8);
            map.forEach((key, value) -> map.update(key, zero));
        }
    }

    private List<Entry> entries() {
        if (schema.value() instanceof MapValue.TimeSeries kind) {
            return series(kind);
        }
        return schema.value().hasBuckets() ? histograms() : plain();
    }

    private List<Entry> plain() {
        List<Entry> entries = new ArrayList<>();
        map.forEach((key, value) -> entries.add(new Entry(decodeKey(key), fold(value))));
        return entries;
    }

    private @Nullable Value decodeKey(MemorySegment key) {
        ValueFormat format = schema.key();
        return format == null ? null : format.decode(key, 0);
    }

    private Value fold(MemorySegment value) {
        return MapFold.of(schema.value(), value, map.valuesPerEntry(), map.valueStride());
    }

    private List<Entry> series(MapValue.TimeSeries kind) {
        Map<ByteBuffer, SeriesFold> byKey = new LinkedHashMap<>();
        Map<ByteBuffer, Entry> heads = new LinkedHashMap<>();
        map.forEach((key, value) -> {
            ByteBuffer user = userKey(key);
            byKey.computeIfAbsent(user, _ -> new SeriesFold(kind))
                    .add(value, map.valuesPerEntry(), map.valueStride());
            heads.computeIfAbsent(
                    user, _ -> new Entry(decodeKey(key), new Value.Histogram(List.of())));
        });
        long newest = 0;
        for (SeriesFold fold : byKey.values()) {
            newest = Math.max(newest, fold.newest());
        }
        List<Entry> entries = new ArrayList<>(byKey.size());
        for (Map.Entry<ByteBuffer, SeriesFold> each : byKey.entrySet()) {
            Entry head = heads.get(each.getKey());
            if (head != null) {
                entries.add(new Entry(head.key(), each.getValue().series(newest)));
            }
        }
        return entries;
    }

    /** Keys that differ in their bytes are different keys, as for the kernel. */
    private ByteBuffer userKey(MemorySegment key) {
        return ByteBuffer.wrap(
                key.asSlice(0, schema.bucketOffset()).toArray(ValueLayout.JAVA_BYTE));
    }

    private List<Entry> histograms() {
        int keyBytes = schema.bucketOffset();
        Map<ByteBuffer, HistogramFold> byKey = new LinkedHashMap<>();
        Map<ByteBuffer, Entry> heads = new LinkedHashMap<>();
        map.forEach((key, value) -> {
            ByteBuffer user = userKey(key);
            HistogramFold fold =
                    byKey.computeIfAbsent(user, k -> new HistogramFold(schema.value()));
            if (fold.isNew()) {
                heads.put(user, new Entry(decodeKey(key), new Value.Histogram(List.of())));
            }
            fold.add(
                    key.get(ValueLayout.JAVA_LONG_UNALIGNED, keyBytes),
                    MapFold.sum(value, map.valuesPerEntry(), map.valueStride()));
        });
        List<Entry> entries = new ArrayList<>(byKey.size());
        byKey.forEach((user, fold) -> {
            Entry head = heads.get(user);
            Value.Histogram histogram = fold.histogram();
            if (head != null) {
                entries.add(new Entry(head.key(), histogram));
            }
        });
        return entries;
    }
}
