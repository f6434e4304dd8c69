package dev.skep.bpf.elf;

import java.util.Arrays;

/** The symbols of a table by the hash of their names' bytes; no string is kept. */
final class SymbolNames {
    private final SymbolTable table;

    /** By hash, the first symbol of a chain; 0 for none. */
    private final int[] heads;

    /**
     * By symbol, the next in its chain: a chain rather than a probe, for names may all be equal.
     */
    private final int[] next;

    SymbolNames(SymbolTable table) {
        this.table = table;
        heads = new int[Integer.highestOneBit(Math.max(table.count(), 1)) << 1];
        next = new int[table.count()];
        for (int symbol = table.count() - 1; symbol > 0; symbol--) {
            int slot = slot(table.nameHash(symbol));
            next[symbol] = heads[slot];
            heads[slot] = symbol;
        }
    }

    /** {@return the symbols of that name, ascending} */
    int[] findAll(byte[] name) {
        int[] found = new int[1];
        int count = 0;
        for (int symbol = heads[slot(StringSection.hash(name))];
                symbol != 0;
                symbol = next[symbol]) {
            if (table.nameEquals(symbol, name)) {
                if (count == found.length) {
                    found = Arrays.copyOf(found, count * 2);
                }
                found[count++] = symbol;
            }
        }
        return Arrays.copyOf(found, count);
    }

    /**
     * The high bits of a product with the golden ratio: hashes of similar names differ in few low
     * bits.
     */
    private int slot(int hash) {
        return (int) ((Integer.toUnsignedLong(hash * 0x9E3779B9) * heads.length) >>> 32);
    }
}
