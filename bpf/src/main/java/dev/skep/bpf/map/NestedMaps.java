package dev.skep.bpf.map;

import dev.skep.bpf.BpfMap;
import dev.skep.bpf.MapFullException;
import dev.skep.bpf.spec.MapType;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.OptionalInt;

/**
 * A map of maps. All inner maps are like the template that the outer one was made with ({@link
 * dev.skep.bpf.spec.MapSpec#inner}): the same type, sizes and flags, and for arrays the same number
 * of entries. Since Linux 4.12.
 */
public final class NestedMaps {

    private final BpfMap map;

    private NestedMaps(BpfMap map) {
        this.map = map;
    }

    /**
     * {@return the map as a map of maps}
     *
     * @throws IllegalArgumentException if it is none
     */
    public static NestedMaps of(BpfMap map) {
        return new NestedMaps(MapViews.require(map, MapType.ARRAY_OF_MAPS, MapType.HASH_OF_MAPS));
    }

    /**
     * Puts a map at a key. The outer map keeps it in the kernel; its descriptor may be closed.
     *
     * @throws MapFullException if the outer map is full
     * @throws dev.skep.bpf.KernelException if the kernel refuses otherwise; EINVAL if the inner map
     *     is not like the template
     */
    public void put(MemorySegment key, BpfMap inner) {
        try (Arena arena = Arena.ofConfined()) {
            map.update(key, arena.allocateFrom(ValueLayout.JAVA_INT, inner.fd()));
        }
    }

    /**
     * Puts a map at an index of an array of maps; otherwise as {@link #put(MemorySegment, BpfMap)}.
     */
    public void put(int index, BpfMap inner) {
        try (Arena arena = Arena.ofConfined()) {
            put(arena.allocateFrom(ValueLayout.JAVA_INT, index), inner);
        }
    }

    /**
     * Takes the map at a key out.
     *
     * @return whether there was one
     * @throws dev.skep.bpf.KernelException if the kernel refuses
     */
    public boolean remove(MemorySegment key) {
        return map.delete(key);
    }

    /**
     * {@return the id of the map at a key, if there is one} {@link
     * dev.skep.bpf.info.KernelObjects#openMap} opens it.
     *
     * @throws dev.skep.bpf.KernelException if the kernel refuses
     */
    public OptionalInt mapId(MemorySegment key) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment id = arena.allocate(ValueLayout.JAVA_INT);
            return map.lookup(key, id)
                    ? OptionalInt.of(id.get(ValueLayout.JAVA_INT, 0))
                    : OptionalInt.empty();
        }
    }
}
