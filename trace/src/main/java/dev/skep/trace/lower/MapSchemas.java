package dev.skep.trace.lower;

import dev.skep.bpf.btf.Layout;
import dev.skep.bpf.spec.MapSpec;
import dev.skep.bpf.spec.MapType;
import dev.skep.trace.check.MapInfo;
import dev.skep.trace.check.ScriptType;
import dev.skep.trace.schema.MapSchema;
import dev.skep.trace.schema.MapValue;
import dev.skep.trace.schema.ValueFormat;

import java.util.List;

/** The kernel's maps behind a script's maps. */
final class MapSchemas {
    /** What a map's name in the object begins with, so that it is none of the script's own. */
    private static final String PREFIX = "at_";

    private MapSchemas() {}

    /** {@return how a map of the script is kept} */
    static MapSchema of(MapInfo map, ValueFormats formats) {
        ScriptType key = map.key();
        ValueFormat keyFormat = key == null ? null : formats.of(key);
        MapValue value = formats.ofMap(map.value());
        int keySize = keyFormat == null ? 0 : keyFormat.layout().size();
        if (value.hasBuckets()) {
            keySize += 8;
        } else if (keyFormat == null) {
            keySize = 8;
        }
        return new MapSchema(
                map.name(), PREFIX + map.name().substring(1), keyFormat, keySize, value);
    }

    /** {@return the map that keeps it} */
    static MapSpec spec(MapInfo map, MapSchema schema) {
        return MapSpec.of(
                schema.map(),
                type(map, schema),
                keyLayout(schema),
                schema.value().layout(),
                entries(map, schema));
    }

    private static MapType type(MapInfo map, MapSchema schema) {
        if (map.forgets()) {
            return schema.perCpu() ? MapType.LRU_PERCPU_HASH : MapType.LRU_HASH;
        }
        return schema.perCpu() ? MapType.PERCPU_HASH : MapType.HASH;
    }

    /**
     * A histogram without keys has room for all of its buckets. One with keys has room for {@code
     * max_map_keys} buckets in all: most keys fill few of theirs.
     */
    private static int entries(MapInfo map, MapSchema schema) {
        return schema.keyed()
                ? map.maxEntries()
                : Math.toIntExact(HistogramCode.count(schema.value()));
    }

    /** The layout of a whole key; the bucket of a histogram is behind it at any offset. */
    private static Layout keyLayout(MapSchema schema) {
        ValueFormat key = schema.key();
        if (key == null) {
            return Layout.U64;
        }
        if (!schema.value().hasBuckets()) {
            return key.layout();
        }
        return new Layout.Struct(
                "bucket",
                List.of(
                        new Layout.Struct.Field("key", 0, key.layout()),
                        new Layout.Struct.Field("number", schema.bucketOffset(), Layout.U64)),
                schema.keySize(),
                1);
    }
}
