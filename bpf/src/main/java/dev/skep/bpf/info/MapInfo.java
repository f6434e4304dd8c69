package dev.skep.bpf.info;

import dev.skep.bpf.spec.MapType;

import java.util.Optional;

/**
 * A map, as the kernel describes it ({@code struct bpf_map_info}).
 *
 * @param id its id
 * @param typeNumber the number of its type
 * @param name what the kernel calls it: at most 15 characters
 * @param keySize bytes of a key
 * @param valueSize bytes of a value
 * @param maxEntries how many entries it may hold; for ring buffers bytes of data
 * @param flags BPF_F_* bits
 * @param btf the id of the BTF that describes key and value, or 0
 * @param keyType the id of the key's type in that BTF, or 0
 * @param valueType the id of the value's type in that BTF, or 0
 * @param extra what the type makes of it. Since Linux 5.16
 */
public record MapInfo(
        int id,
        int typeNumber,
        String name,
        int keySize,
        int valueSize,
        int maxEntries,
        int flags,
        int btf,
        int keyType,
        int valueType,
        long extra) {

    /** {@return its type, empty if Skep does not know it} */
    public Optional<MapType> type() {
        return MapType.ofNumber(typeNumber);
    }
}
