package dev.skep.bpf.record;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/** How fields are read. Records of perf buffers are not aligned, so nothing here relies on it. */
final class MemoryReads {

    private MemoryReads() {}

    static boolean bool(MemorySegment memory, long at) {
        return memory.get(JAVA_BYTE, at) != 0;
    }

    static byte int8(MemorySegment memory, long at) {
        return memory.get(JAVA_BYTE, at);
    }

    static short int16(MemorySegment memory, long at) {
        return memory.get(JAVA_SHORT_UNALIGNED, at);
    }

    static int int32(MemorySegment memory, long at) {
        return memory.get(JAVA_INT_UNALIGNED, at);
    }

    static long int64(MemorySegment memory, long at) {
        return memory.get(JAVA_LONG_UNALIGNED, at);
    }

    static long unsigned8(MemorySegment memory, long at) {
        return Byte.toUnsignedLong(memory.get(JAVA_BYTE, at));
    }

    static long unsigned16(MemorySegment memory, long at) {
        return Short.toUnsignedLong(memory.get(JAVA_SHORT_UNALIGNED, at));
    }

    static long unsigned32(MemorySegment memory, long at) {
        return Integer.toUnsignedLong(memory.get(JAVA_INT_UNALIGNED, at));
    }

    static String text(int size, MemorySegment memory, long at) {
        int length = 0;
        while (length < size && memory.get(JAVA_BYTE, at + length) != 0) {
            length++;
        }
        byte[] bytes = new byte[length];
        MemorySegment.copy(memory, JAVA_BYTE, at, bytes, 0, length);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    static byte[] bytes(int count, MemorySegment memory, long at) {
        byte[] values = new byte[count];
        MemorySegment.copy(memory, JAVA_BYTE, at, values, 0, count);
        return values;
    }

    static short[] shorts(int count, MemorySegment memory, long at) {
        short[] values = new short[count];
        MemorySegment.copy(memory, JAVA_SHORT_UNALIGNED, at, values, 0, count);
        return values;
    }

    static int[] ints(int count, MemorySegment memory, long at) {
        int[] values = new int[count];
        MemorySegment.copy(memory, JAVA_INT_UNALIGNED, at, values, 0, count);
        return values;
    }

    static long[] longs(int count, MemorySegment memory, long at) {
        long[] values = new long[count];
        MemorySegment.copy(memory, JAVA_LONG_UNALIGNED, at, values, 0, count);
        return values;
    }
}
