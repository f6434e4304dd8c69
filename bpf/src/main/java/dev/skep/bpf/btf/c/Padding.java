package dev.skep.bpf.btf.c;

/**
 * Unnamed bit fields that fill a gap between members. A compiler leaves gaps of its own to align
 * members, so that few are needed: a {@code long: 64} that does not fit in what is left of a unit
 * of 8 bytes begins with the next, and a {@code long: 0} takes no room but ends the unit.
 *
 * <p>They make a struct no more aligned than it was: only named members do.
 */
final class Padding {
    private static final String[] TYPES = {"char", "short", "int", "long"};

    private final StringBuilder out;
    private final String indent;

    Padding(StringBuilder out, int level) {
        this.out = out;
        indent = "\n" + "\t".repeat(level);
    }

    /**
     * Appends what fills a gap whose end is not where a compiler would put what comes next.
     *
     * @param from the bit behind what comes before
     * @param to the bit where the next member is
     * @param packed whether it is in a packed struct, where fields know no units
     * @param betweenBitFields whether both neighbours are bit fields, between which it is the
     *     custom to spell gaps out
     */
    void fill(long from, long to, boolean packed, boolean betweenBitFields) {
        int bits = 64;
        while (bits > 8 && CLayout.roundUp(from, bits) > to) {
            bits /= 2;
        }
        long start = Math.min(CLayout.roundUp(from, bits), to);
        long hole = start - from;
        long rest = to - start;
        if (hole > 0) {
            if (betweenBitFields || start % bits != 0) {
                field(bits, hole);
            } else if (packed || rest <= hole) {
                field(bits, 0);
            }
        }
        for (; rest >= bits; rest -= bits) {
            field(bits, bits);
        }
        if (rest > 0) {
            int smallest = 8;
            while (smallest < rest) {
                smallest *= 2;
            }
            field(smallest, rest);
        }
    }

    private void field(int typeBits, long bits) {
        out.append(indent)
                .append(TYPES[Integer.numberOfTrailingZeros(typeBits) - 3])
                .append(": ")
                .append(bits)
                .append(';');
    }
}
