package dev.skep.bpf;

import dev.skep.bpf.handle.LoadedMap;
import dev.skep.bpf.info.MapInfo;
import dev.skep.bpf.spec.MapSpec;

import java.lang.foreign.MemorySegment;

/**
 * A map in the kernel. Owns one descriptor; the map itself lives as long as anything refers to it.
 *
 * <p>Keys and values are bytes in native memory, laid out as the {@link #spec() spec}'s layouts
 * say. The value of a per-CPU map has one slot for each <em>possible</em> CPU, {@link
 * #valueStride()} bytes apart. Usable from any thread, but not while or after it is closed.
 *
 * <p>What only some types can do is in the package {@code dev.skep.bpf.map}.
 */
public sealed interface BpfMap extends AutoCloseable permits LoadedMap {

    /** {@return what the map was created from} */
    MapSpec spec();

    /** {@return the map's name in its object} */
    default String name() {
        return spec().name();
    }

    /** {@return the file descriptor, which stays this map's} */
    int fd();

    /** {@return how many values an entry has: the possible CPUs for a per-CPU map, 1 for others} */
    int valuesPerEntry();

    /** {@return bytes from one CPU's value to the next: the value's size rounded up to 8} */
    int valueStride();

    /** {@return bytes of a whole value, of all CPUs for a per-CPU map} */
    int valueBytes();

    /**
     * Copies the value of {@code key} into {@code value}.
     *
     * @param value at least {@link #valueBytes()} bytes
     * @return whether there is such an entry
     * @throws KernelException if the kernel refuses
     */
    boolean lookup(MemorySegment key, MemorySegment value);

    /**
     * Sets the value of {@code key}, whether or not there is one.
     *
     * @param value at least {@link #valueBytes()} bytes
     * @throws MapFullException if the map is full
     * @throws PermissionException if the map is frozen
     * @throws KernelException if the kernel refuses otherwise
     */
    void update(MemorySegment key, MemorySegment value);

    /**
     * Sets the value of {@code key} if there is none.
     *
     * @param value at least {@link #valueBytes()} bytes
     * @return whether there was none
     * @throws MapFullException if the map is full
     * @throws KernelException if the kernel refuses otherwise
     */
    boolean insert(MemorySegment key, MemorySegment value);

    /**
     * Sets the value of {@code key} if there is one.
     *
     * @param value at least {@link #valueBytes()} bytes
     * @return whether there was one
     * @throws KernelException if the kernel refuses
     */
    boolean replace(MemorySegment key, MemorySegment value);

    /**
     * Copies the value of {@code key} into {@code value} and removes the entry, at once. Of hashes
     * since Linux 5.14.
     *
     * @param value at least {@link #valueBytes()} bytes
     * @return whether there was such an entry
     * @throws UnsupportedByKernelException if the kernel does not offer it for this type of map
     * @throws KernelException if the kernel refuses otherwise
     */
    boolean take(MemorySegment key, MemorySegment value);

    /**
     * Removes {@code key}.
     *
     * @return whether there was such an entry
     * @throws KernelException if the kernel refuses
     */
    boolean delete(MemorySegment key);

    /**
     * Visits every entry. Entries that come or go meanwhile may or may not be seen; as the kernel
     * starts again from the front when the current key was deleted, an entry may even be seen
     * twice, but the visit ends.
     *
     * @throws KernelException if the kernel refuses
     */
    void forEach(EntryVisitor visitor);

    /**
     * Visits every entry as {@link #forEach} does, many at a time: as many as the kernel hands over
     * at once (Linux 5.6 and newer), which costs nothing for each.
     *
     * @throws KernelException if the kernel refuses
     */
    void forEachBatch(BatchVisitor visitor);

    /**
     * {@return how many entries there are} The kernel keeps no count for user space, so this walks
     * over the map; arrays are always full.
     *
     * @throws KernelException if the kernel refuses
     */
    long count();

    /**
     * {@return what the kernel tells of it}
     *
     * @throws KernelException if the kernel refuses
     */
    MapInfo info();

    /**
     * Removes every entry of a map whose entries can be removed.
     *
     * @throws KernelException if the kernel refuses
     */
    void clear();

    /**
     * {@return the values of an mmapable array, shared with the kernel; read-only if the map is
     * frozen} The memory is unmapped when the map is closed.
     *
     * @throws KernelException if the kernel refuses
     */
    MemorySegment memory();

    /** Unmaps the memory and closes the descriptor; does nothing the second time. */
    @Override
    void close();

    /** Sees an entry of a map; the segments are reused for the next one. */
    @FunctionalInterface
    interface EntryVisitor {

        /** Sees one entry. */
        void visit(MemorySegment key, MemorySegment value);
    }

    /** Sees entries of a map; the segments are reused for the next ones. */
    @FunctionalInterface
    interface BatchVisitor {

        /**
         * Sees entries.
         *
         * @param keys the keys, each as long as the spec says, without gaps
         * @param values the values, each of {@link #valueBytes()} bytes, without gaps
         * @param count how many entries there are; more may fit into the segments
         */
        void visit(MemorySegment keys, MemorySegment values, int count);
    }
}
