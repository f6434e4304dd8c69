package dev.skep.bpf.btf;

import java.util.List;

/**
 * A field found by its path in a struct or union.
 *
 * @param path the members from the outermost to the field itself, anonymous structs and unions on
 *     the way included
 * @param indexes which member of its struct each of the path is, from 0
 * @param type the type of the field
 * @param bitOffset bits from the start of the outermost struct
 * @param bitSize bits of a bit field; 0 for another field
 */
public record BtfField(
        List<BtfType.Member> path, List<Integer> indexes, int type, int bitOffset, int bitSize) {

    /** Copies the lists. */
    public BtfField {
        path = List.copyOf(path);
        indexes = List.copyOf(indexes);
    }

    /** {@return whole bytes from the start of the outermost struct} */
    public int offset() {
        return bitOffset >>> 3;
    }

    /** {@return whether it is a bit field} */
    public boolean isBitField() {
        return bitSize != 0;
    }
}
