package dev.skep.bpf.spec;

import dev.skep.bpf.btf.Layout;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.Objects;

/**
 * A map that an object wants.
 *
 * @param name how programs refer to it; the kernel sees at most 15 characters of {@code
 *     [A-Za-z0-9_]}
 * @param type the type
 * @param keySize bytes of a key
 * @param valueSize bytes of a value (per CPU, for per-CPU types)
 * @param maxEntries how many entries it may hold; for ring buffers bytes of data
 * @param flags BPF_F_* bits
 * @param key how a key's bytes are laid out, if known
 * @param value how a value's bytes are laid out, if known
 * @param contents for data maps (one entry, key 0): the first value, or null for zeros
 * @param frozen whether the map is made read-only for user space once filled, so that the verifier
 *     knows its values
 */
@SuppressWarnings("ArrayRecordComponent") // Copied on the way in and out, and compared by content.
public record MapSpec(
        String name,
        MapType type,
        int keySize,
        int valueSize,
        int maxEntries,
        int flags,
        @Nullable Layout key,
        @Nullable Layout value,
        byte @Nullable [] contents,
        boolean frozen) {

    public MapSpec {
        contents = contents == null ? null : contents.clone();
    }

    /** {@return a map whose sizes are those of its layouts} */
    public static MapSpec of(String name, MapType type, Layout key, Layout value, int maxEntries) {
        return new MapSpec(
                name, type, key.size(), value.size(), maxEntries, 0, key, value, null, false);
    }

    /** {@return a map whose keys and values are bytes of which no more is known} */
    public static MapSpec ofBytes(
            String name, MapType type, int keySize, int valueSize, int maxEntries) {
        return new MapSpec(name, type, keySize, valueSize, maxEntries, 0, null, null, null, false);
    }

    /** {@return a ring buffer of {@code bytes}, a power of two times the page size} */
    public static MapSpec ringBuffer(String name, int bytes) {
        return new MapSpec(name, MapType.RINGBUF, 0, 0, bytes, 0, null, null, null, false);
    }

    /**
     * {@return a data map: an array with the one value {@code contents}, reached by direct
     * addresses}
     *
     * @param frozen whether neither user space nor programs may write to it, as {@code .rodata}
     */
    public static MapSpec data(String name, byte[] contents, boolean frozen) {
        int flags = frozen ? MapFlags.READ_ONLY_PROGRAM | MapFlags.MMAPABLE : MapFlags.MMAPABLE;
        return new MapSpec(
                name, MapType.ARRAY, 4, contents.length, 1, flags, null, null, contents, frozen);
    }

    @Override
    public byte @Nullable [] contents() {
        return contents == null ? null : contents.clone();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof MapSpec that
                && name.equals(that.name)
                && type == that.type
                && keySize == that.keySize
                && valueSize == that.valueSize
                && maxEntries == that.maxEntries
                && flags == that.flags
                && Objects.equals(key, that.key)
                && Objects.equals(value, that.value)
                && Arrays.equals(contents, that.contents)
                && frozen == that.frozen;
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, type, keySize, valueSize, maxEntries, flags);
    }
}
