package dev.skep.bpf.object;

import dev.skep.bpf.btf.BtfBuilder;
import dev.skep.bpf.btf.BtfType;
import dev.skep.bpf.spec.MapSpec;

import java.util.ArrayList;
import java.util.List;

/**
 * What BTF says of maps in section {@code .maps}: each is a variable of a struct of pointers, and
 * numbers are the lengths of arrays that are pointed to, as {@code __uint(max_entries, 4096)} of
 * libbpf's {@code bpf_helpers.h} makes them.
 */
final class MapDefinitions {
    static final String SECTION = ".maps";
    private static final int POINTER_BYTES = 8;

    private final ObjectTypes types;
    private final BtfBuilder btf;
    private final int index;
    private final List<BtfType.SectionVariable> variables = new ArrayList<>();
    private int size;

    MapDefinitions(ObjectTypes types) {
        this.types = types;
        this.btf = types.builder();
        index = btf.integer("int", 4, BtfType.Int.SIGNED);
    }

    /**
     * Where a map's variable is.
     *
     * @param offset its first byte in the section
     * @param size its bytes
     */
    record Place(int offset, int size) {}

    /** {@return the place of the map, added} */
    Place add(MapSpec map) {
        List<BtfType.Member> members = new ArrayList<>();
        number(members, "type", map.type().number());
        boolean typed = map.type().takesBtf() && types.keyType(map) != 0;
        if (typed) {
            member(members, "key", btf.add(new BtfType.Ptr(types.keyType(map))));
            member(members, "value", btf.add(new BtfType.Ptr(types.valueType(map))));
        } else if (map.keySize() != 0 || map.valueSize() != 0) {
            number(members, "key_size", map.keySize());
            number(members, "value_size", map.valueSize());
        }
        number(members, "max_entries", map.maxEntries());
        if (map.flags() != 0) {
            number(members, "map_flags", map.flags());
        }
        int bytes = members.size() * POINTER_BYTES;
        int struct = btf.add(new BtfType.Struct("", bytes, false, members));
        int variable = btf.add(new BtfType.Var(map.name(), struct, BtfType.Linkage.GLOBAL));
        Place place = new Place(size, bytes);
        variables.add(new BtfType.SectionVariable(variable, size, bytes));
        size += bytes;
        return place;
    }

    /** Adds the section to the BTF, after the last map. */
    void finish() {
        btf.add(new BtfType.DataSec(SECTION, size, variables));
    }

    /** {@return the bytes of the section so far} */
    int size() {
        return size;
    }

    private void number(List<BtfType.Member> members, String name, int value) {
        int array = btf.add(new BtfType.Array(index, index, Integer.toUnsignedLong(value)));
        member(members, name, btf.add(new BtfType.Ptr(array)));
    }

    private static void member(List<BtfType.Member> members, String name, int type) {
        members.add(new BtfType.Member(name, type, members.size() * POINTER_BYTES * 8, 0));
    }
}
