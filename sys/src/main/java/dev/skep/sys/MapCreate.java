package dev.skep.sys;

/**
 * A map to create, in the kernel's terms (uapi {@code bpf.h}, {@code BPF_MAP_CREATE}).
 *
 * @param type the number of the map type
 * @param keySize bytes of a key
 * @param valueSize bytes of a value
 * @param maxEntries how many entries it may hold; for ring buffers bytes of data
 * @param flags BPF_F_* bits
 * @param name at most 15 characters of {@code [A-Za-z0-9_.]}
 * @param btf descriptor of BTF that describes key and value, or 0
 * @param keyType BTF type id of the key, or 0
 * @param valueType BTF type id of the value, or 0
 * @param innerMap descriptor of a map that those in this map must be like, or 0. Since Linux 4.12
 * @param kernelValueType id of the value's type in the kernel's own BTF, or 0. Since Linux 5.6
 * @param extra what the type makes of it, or 0. Since Linux 5.16
 */
public record MapCreate(
        int type,
        int keySize,
        int valueSize,
        int maxEntries,
        int flags,
        String name,
        int btf,
        int keyType,
        int valueType,
        int innerMap,
        int kernelValueType,
        long extra) {

    /** A map of a type that needs no more. */
    public MapCreate(
            int type,
            int keySize,
            int valueSize,
            int maxEntries,
            int flags,
            String name,
            int btf,
            int keyType,
            int valueType) {
        this(type, keySize, valueSize, maxEntries, flags, name, btf, keyType, valueType, 0, 0, 0);
    }
}
