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
 * @param maxEntries how many entries it may hold; for ring buffers bytes of data, which loading
 *     rounds up to what the kernel takes; 0 of perf event arrays stands for one for each CPU
 * @param flags BPF_F_* bits
 * @param key how a key's bytes are laid out, if known
 * @param value how a value's bytes are laid out, if known
 * @param contents for data maps (one entry, key 0): the first value, or null for zeros
 * @param frozen whether the map is made read-only for user space once filled, so that the verifier
 *     knows its values
 * @param inner what the maps in this map are like, for types that {@linkplain MapType#holdsMaps
 *     hold maps}, or null
 * @param extra what the type makes of it ({@code map_extra}): of bloom filters how many hashes
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
        boolean frozen,
        @Nullable MapSpec inner,
        long extra) {

    private static final Layout BYTE = new Layout.Int(1, false);

    public MapSpec {
        contents = contents == null ? null : contents.clone();
    }

    /** {@return a map whose sizes are those of its layouts} */
    public static MapSpec of(String name, MapType type, Layout key, Layout value, int maxEntries) {
        Fields fields = new Fields(name, type, key.size(), value.size(), maxEntries);
        fields.key = key;
        fields.value = value;
        return fields.spec();
    }

    /** {@return a map whose keys and values are bytes of which no more is known} */
    public static MapSpec ofBytes(
            String name, MapType type, int keySize, int valueSize, int maxEntries) {
        return new Fields(name, type, keySize, valueSize, maxEntries).spec();
    }

    /** {@return a ring buffer of at least {@code bytes}} */
    public static MapSpec ringBuffer(String name, int bytes) {
        return ofBytes(name, MapType.RINGBUF, 0, 0, bytes);
    }

    /**
     * {@return a data map: an array with the one value {@code contents}, reached by direct
     * addresses}
     *
     * @param frozen whether neither user space nor programs may write to it, as {@code .rodata}
     */
    public static MapSpec data(String name, byte[] contents, boolean frozen) {
        Fields fields = new Fields(name, MapType.ARRAY, 4, contents.length, 1);
        fields.flags = frozen ? MapFlags.READ_ONLY_PROGRAM | MapFlags.MMAPABLE : MapFlags.MMAPABLE;
        fields.contents = contents;
        fields.frozen = frozen;
        return fields.spec();
    }

    /**
     * {@return a map without keys: a queue, a stack or a bloom filter}
     *
     * @param type {@link MapType#QUEUE}, {@link MapType#STACK} or {@link MapType#BLOOM_FILTER}
     */
    public static MapSpec keyless(String name, MapType type, Layout value, int maxEntries) {
        Fields fields = new Fields(name, type, 0, value.size(), maxEntries);
        fields.value = value;
        return fields.spec();
    }

    /**
     * {@return a map of values by the longest matching prefix}
     *
     * @param addressBytes bytes of what is matched: 4 for IPv4, 16 for IPv6; at most 256
     */
    public static MapSpec prefixTrie(String name, int addressBytes, Layout value, int maxEntries) {
        Layout key =
                Layout.struct("prefix")
                        .field("bits", Layout.U32)
                        .field("address", new Layout.Array(BYTE, addressBytes))
                        .build();
        // What follows the address up to the next multiple of 4 would be matched too.
        int keySize = Integer.BYTES + addressBytes;
        Fields fields = new Fields(name, MapType.LPM_TRIE, keySize, value.size(), maxEntries);
        fields.flags = MapFlags.NO_PREALLOCATION;
        fields.key = key.size() == keySize ? key : null;
        fields.value = value;
        return fields.spec();
    }

    /**
     * {@return a map of stack traces}
     *
     * @param depth how many frames a trace has at most; the kernel's own limit is the sysctl {@code
     *     kernel.perf_event_max_stack}, 127 by default
     */
    public static MapSpec stackTraces(String name, int depth, int maxEntries) {
        return ofBytes(name, MapType.STACK_TRACE, 4, depth * Long.BYTES, maxEntries);
    }

    /** {@return an array of perf events, one for each CPU} */
    public static MapSpec perfEvents(String name) {
        return ofBytes(name, MapType.PERF_EVENT_ARRAY, 4, 4, 0);
    }

    /** {@return an array of programs, for tail calls} */
    public static MapSpec programs(String name, int maxEntries) {
        return ofBytes(name, MapType.PROG_ARRAY, 4, 4, maxEntries);
    }

    /** {@return an array of maps that are like {@code inner}} */
    public static MapSpec arrayOfMaps(String name, MapSpec inner, int maxEntries) {
        return ofBytes(name, MapType.ARRAY_OF_MAPS, 4, 4, maxEntries).withInner(inner);
    }

    /** {@return a hash of maps that are like {@code inner}} */
    public static MapSpec hashOfMaps(String name, int keySize, MapSpec inner, int maxEntries) {
        return ofBytes(name, MapType.HASH_OF_MAPS, keySize, 4, maxEntries).withInner(inner);
    }

    /** {@return this map with these BPF_F_* bits only} */
    public MapSpec withFlags(int bits) {
        Fields fields = new Fields(this);
        fields.flags = bits;
        return fields.spec();
    }

    /** {@return this map with room for that many entries, or bytes of data} */
    public MapSpec withMaxEntries(int entries) {
        Fields fields = new Fields(this);
        fields.maxEntries = entries;
        return fields.spec();
    }

    /** {@return this map, for maps that are like {@code template}} */
    public MapSpec withInner(MapSpec template) {
        Fields fields = new Fields(this);
        fields.inner = template;
        return fields.spec();
    }

    /** {@return this map with that {@code map_extra}. Since Linux 5.16} */
    public MapSpec withExtra(long number) {
        Fields fields = new Fields(this);
        fields.extra = number;
        return fields.spec();
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
                && frozen == that.frozen
                && Objects.equals(inner, that.inner)
                && extra == that.extra;
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, type, keySize, valueSize, maxEntries, flags);
    }

    /** A map that is being put together. */
    private static final class Fields {
        private final String name;
        private final MapType type;
        private final int keySize;
        private final int valueSize;
        private int maxEntries;
        private int flags;
        private @Nullable Layout key;
        private @Nullable Layout value;
        private byte @Nullable [] contents;
        private boolean frozen;
        private @Nullable MapSpec inner;
        private long extra;

        Fields(String name, MapType type, int keySize, int valueSize, int maxEntries) {
            this.name = name;
            this.type = type;
            this.keySize = keySize;
            this.valueSize = valueSize;
            this.maxEntries = maxEntries;
        }

        Fields(MapSpec from) {
            this(from.name, from.type, from.keySize, from.valueSize, from.maxEntries);
            flags = from.flags;
            key = from.key;
            value = from.value;
            contents = from.contents;
            frozen = from.frozen;
            inner = from.inner;
            extra = from.extra;
        }

        MapSpec spec() {
            return new MapSpec(
                    name,
                    type,
                    keySize,
                    valueSize,
                    maxEntries,
                    flags,
                    key,
                    value,
                    contents,
                    frozen,
                    inner,
                    extra);
        }
    }
}
