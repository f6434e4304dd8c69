package dev.skep.bpf.map;

import dev.skep.bpf.BpfMap;
import dev.skep.bpf.btf.Layout;

import java.lang.foreign.MemorySegment;
import java.util.function.LongBinaryOperator;

/**
 * An integer in the value of a per-CPU map: it has one value for each <em>possible</em> CPU, online
 * or not, which are folded into one here (pitfall P9, trap T8). Of other maps it has one value.
 *
 * {@snippet :
 * PerCpuField count = PerCpuField.of(map, "count");
 * map.forEach((key, value) -> out.println(count.sum(value)));
 * }
 */
public final class PerCpuField {

    private final int offset;
    private final Layout.Int layout;
    private final int stride;
    private final int values;

    private PerCpuField(BpfMap map, int offset, Layout.Int layout) {
        if (offset < 0 || offset + layout.size() > map.spec().valueSize()) {
            throw new IllegalArgumentException(
                    layout.size()
                            + " bytes at "
                            + offset
                            + " are not in a value of "
                            + map
                            + ", which has "
                            + map.spec().valueSize());
        }
        this.offset = offset;
        this.layout = layout;
        this.stride = map.valueStride();
        this.values = map.valuesPerEntry();
    }

    /**
     * {@return the integer at an offset of the value}
     *
     * @throws IllegalArgumentException if it does not lie inside
     */
    public static PerCpuField of(BpfMap map, int offset, Layout.Int layout) {
        return new PerCpuField(map, offset, layout);
    }

    /**
     * {@return the value itself, of a map of integers}
     *
     * @throws IllegalArgumentException if the map's spec does not say that it is one
     */
    public static PerCpuField of(BpfMap map) {
        if (map.spec().value() instanceof Layout.Int layout) {
            return new PerCpuField(map, 0, layout);
        }
        throw new IllegalArgumentException("the values of " + map + " are not known as integers");
    }

    /**
     * {@return the integer with that name in a map of structs}
     *
     * @throws IllegalArgumentException if the map's spec knows no such field
     */
    public static PerCpuField of(BpfMap map, String name) {
        if (map.spec().value() instanceof Layout.Struct struct) {
            for (Layout.Struct.Field field : struct.fields()) {
                if (field.name().equals(name) && field.layout() instanceof Layout.Int layout) {
                    return new PerCpuField(map, field.offset(), layout);
                }
            }
        }
        throw new IllegalArgumentException(
                "the values of " + map + " have no integer \"" + name + "\"");
    }

    /** {@return how many values there are: the possible CPUs, or 1} */
    public int values() {
        return values;
    }

    /**
     * {@return the value of a CPU}
     *
     * @param value a whole value of the map, of all CPUs
     * @param index the CPU's place among the possible ones
     */
    public long get(MemorySegment value, int index) {
        return layout.read(value, (long) index * stride + offset);
    }

    /** {@return the sum of all CPUs' values} */
    public long sum(MemorySegment value) {
        long sum = 0;
        for (int i = 0; i < values; i++) {
            sum += get(value, i);
        }
        return sum;
    }

    /** {@return the least of all CPUs' values, as a signed or unsigned number as the field is} */
    public long min(MemorySegment value) {
        return fold(value, layout.signed() ? Math::min : (a, b) -> unsignedLess(a, b) ? a : b);
    }

    /** {@return the greatest of all CPUs' values, compared as by {@link #min}} */
    public long max(MemorySegment value) {
        return fold(value, layout.signed() ? Math::max : (a, b) -> unsignedLess(a, b) ? b : a);
    }

    private static boolean unsignedLess(long a, long b) {
        return Long.compareUnsigned(a, b) < 0;
    }

    /** {@return all CPUs' values combined by {@code operator}, from the first CPU on} */
    public long fold(MemorySegment value, LongBinaryOperator operator) {
        long result = get(value, 0);
        for (int i = 1; i < values; i++) {
            result = operator.applyAsLong(result, get(value, i));
        }
        return result;
    }
}
