package dev.skep.bpf.map;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.skep.bpf.BpfMap;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Keys and values that a test gives to maps, in memory that is freed with it. */
final class MapEntries implements AutoCloseable {

    private final Arena arena = Arena.ofConfined();

    /** {@return 4 bytes with a number} */
    MemorySegment number(int value) {
        return arena.allocateFrom(JAVA_INT, value);
    }

    /** {@return 8 bytes with a number} */
    MemorySegment number(long value) {
        return arena.allocateFrom(JAVA_LONG, value);
    }

    /** {@return a value of a map that has the same number for each CPU} */
    MemorySegment value(BpfMap map, long number) {
        MemorySegment value = space(map.valueBytes());
        for (int i = 0; i < map.valuesPerEntry(); i++) {
            value.set(JAVA_LONG, (long) i * map.valueStride(), number);
        }
        return value;
    }

    /** {@return room to read a value into} */
    MemorySegment space(long bytes) {
        return arena.allocate(bytes, 8);
    }

    @Override
    public void close() {
        arena.close();
    }
}
