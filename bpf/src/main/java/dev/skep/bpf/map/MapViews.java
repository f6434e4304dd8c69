package dev.skep.bpf.map;

import dev.skep.bpf.BpfMap;
import dev.skep.bpf.handle.LoadedMap;
import dev.skep.bpf.spec.MapType;
import dev.skep.sys.Kernel;

import java.lang.foreign.MemorySegment;

/** What views of maps have in common. */
final class MapViews {

    private MapViews() {}

    /**
     * {@return the map}
     *
     * @throws IllegalArgumentException if it is of none of the types
     */
    static BpfMap require(BpfMap map, MapType... types) {
        StringBuilder names = new StringBuilder();
        for (MapType type : types) {
            if (map.spec().type() == type) {
                return map;
            }
            names.append(names.isEmpty() ? "" : " or ").append(type.kernelName());
        }
        throw new IllegalArgumentException(
                map + " is of type " + map.spec().type().kernelName() + ", not " + names);
    }

    static Kernel kernel(BpfMap map) {
        return ((LoadedMap) map).descriptor().kernel();
    }

    /** {@return the bytes, if they are enough for a value} */
    static MemorySegment value(BpfMap map, MemorySegment value) {
        if (value.byteSize() < map.valueBytes()) {
            throw new IllegalArgumentException(
                    "a value of "
                            + map
                            + " has "
                            + map.valueBytes()
                            + " bytes, not "
                            + value.byteSize());
        }
        return value;
    }
}
