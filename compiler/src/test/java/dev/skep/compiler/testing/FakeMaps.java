package dev.skep.compiler.testing;

import dev.skep.bpf.spec.MapSpec;
import dev.skep.bpf.spec.MapType;

import java.util.List;

/**
 * The maps that interpreted programs can use: an array of which values are looked up, and a data
 * map that is reached by its address. All of it is zero at first.
 */
final class FakeMaps {

    /** The array. */
    static final String ARRAY = "array";

    /** The data map. */
    static final String DATA = "data";

    /** How many bytes a value has, in both. */
    static final int VALUE_BYTES = 64;

    /** How many values the array has. */
    static final int ENTRIES = 4;

    /** E2BIG: what the kernel says of an index behind the end. */
    private static final long TOO_BIG = -7;

    private static final long ARRAY_ITSELF = 0x3000_0000L;
    private static final long ARRAY_VALUES = 0x4000_0000L;
    private static final long DATA_VALUE = 0x5000_0000L;

    private final Memory memory;

    FakeMaps(Memory memory) {
        this.memory = memory;
        memory.add(ARRAY_VALUES, ENTRIES * VALUE_BYTES, false);
        memory.fill(ARRAY_VALUES, ENTRIES * VALUE_BYTES, 0);
        memory.add(DATA_VALUE, VALUE_BYTES, false);
        memory.fill(DATA_VALUE, VALUE_BYTES, 0);
    }

    /** {@return the same maps, for the kernel} */
    static List<MapSpec> specs() {
        return List.of(
                MapSpec.ofBytes(ARRAY, MapType.ARRAY, 4, VALUE_BYTES, ENTRIES),
                MapSpec.data(DATA, new byte[VALUE_BYTES], false));
    }

    /** {@return what stands for a map as the argument of a helper} */
    static long address(String map) {
        if (!map.equals(ARRAY)) {
            throw new IllegalArgumentException("no helper takes the map " + map);
        }
        return ARRAY_ITSELF;
    }

    /** {@return the address of a byte in the value of the data map} */
    static long valueAddress(String map, int offset) {
        if (!map.equals(DATA)) {
            throw new IllegalArgumentException(map + " is no data map");
        }
        return DATA_VALUE + offset;
    }

    /** {@return the address of the value that a key in memory is of, or 0} */
    long lookUp(long map, long key) {
        if (map != ARRAY_ITSELF) {
            throw new IllegalStateException("a look-up in what is no map: " + map);
        }
        long index = memory.read(key, 4);
        return index < ENTRIES ? ARRAY_VALUES + index * VALUE_BYTES : 0;
    }

    /** Replaces the value of a key by one in memory; {@return 0, or an error of the kernel} */
    long update(long map, long key, long value) {
        if (map != ARRAY_ITSELF) {
            throw new IllegalStateException("an update of what is no map: " + map);
        }
        long index = memory.read(key, 4);
        if (index >= ENTRIES) {
            return TOO_BIG;
        }
        memory.copy(ARRAY_VALUES + index * VALUE_BYTES, value, VALUE_BYTES);
        return 0;
    }
}
