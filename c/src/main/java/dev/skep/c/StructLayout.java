package dev.skep.c;

import dev.skep.bpf.btf.BtfType;

import java.util.ArrayList;
import java.util.List;

/** Places the members of a struct or union as the ABI of x86-64 and arm64 does. */
final class StructLayout {
    private final TypeTable types;
    private final boolean union;
    private final boolean packed;
    private final List<BtfType.Member> members = new ArrayList<>();
    private boolean bitFields;
    private long bits;
    private long largest;
    private int alignment = 1;

    StructLayout(TypeTable types, boolean union, boolean packed) {
        this.types = types;
        this.union = union;
        this.packed = packed;
    }

    /** Adds a member. */
    void member(String name, int type, long size) {
        int needed = packed ? 1 : types.alignment(type);
        alignment = Math.max(alignment, needed);
        bits = roundUp(bits, needed * 8L);
        add(name, type, 0, size * 8);
    }

    /** Adds a bit field. */
    void bitField(String name, int type, long size, int width) {
        long unit = size * 8;
        bitFields = true;
        if (width == 0) {
            bits = roundUp(bits, unit);
            return;
        }
        if (!packed) {
            alignment = Math.max(alignment, name.isEmpty() ? 1 : types.alignment(type));
            if (bits / unit != (bits + width - 1) / unit) {
                bits = roundUp(bits, unit);
            }
        }
        if (name.isEmpty()) {
            end(width);
        } else {
            add(name, type, width, width);
        }
    }

    private void add(String name, int type, int width, long taken) {
        members.add(new BtfType.Member(name, type, (int) bits, width));
        end(taken);
    }

    private void end(long taken) {
        largest = Math.max(largest, bits + taken);
        bits = union ? 0 : bits + taken;
    }

    /** {@return whether it is larger than BTF can tell of structs with bit fields} */
    boolean isTooLarge() {
        return largest >= 1L << (bitFields ? 24 : 30);
    }

    /**
     * {@return the struct}
     *
     * @param least an alignment that was asked for, or 1
     */
    BtfType finish(String name, int least) {
        int aligned = Math.max(alignment, least);
        int size = (int) (roundUp(largest, aligned * 8L) / 8);
        return union
                ? new BtfType.Union(name, size, bitFields, members)
                : new BtfType.Struct(name, size, bitFields, members);
    }

    private static long roundUp(long value, long to) {
        return (value + to - 1) / to * to;
    }
}
