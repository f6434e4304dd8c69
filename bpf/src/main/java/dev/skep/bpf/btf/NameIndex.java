package dev.skep.bpf.btf;

import java.util.Arrays;

/**
 * The ids of the types of one kind by name: open addressing over the hash of the name's bytes, no
 * string kept. Types of equal names follow each other by ascending id.
 */
final class NameIndex {
    private final Btf btf;
    private final int[] slots;

    NameIndex(Btf btf, BtfKind kind) {
        this.btf = btf;
        int named = 0;
        for (int id = btf.firstId(); id < btf.idCount(); id++) {
            if (btf.kindCode(id) == kind.code()) {
                named++;
            }
        }
        slots = new int[Integer.highestOneBit(Math.max(named, 1)) << 2];
        for (int id = btf.firstId(); id < btf.idCount(); id++) {
            if (btf.kindCode(id) == kind.code()) {
                int name = btf.nameOffset(id);
                if (name != 0) {
                    int slot = slot(btf.hash(name));
                    while (slots[slot] != 0) {
                        slot = slot + 1 & slots.length - 1;
                    }
                    slots[slot] = id;
                }
            }
        }
    }

    /** {@return the lowest id of that name, 0 if there is none} */
    int find(byte[] name) {
        for (int slot = slot(BtfBytes.hash(name));
                slots[slot] != 0;
                slot = slot + 1 & slots.length - 1) {
            if (btf.nameEquals(slots[slot], name)) {
                return slots[slot];
            }
        }
        return 0;
    }

    /** {@return all ids of that name, ascending} */
    int[] findAll(byte[] name) {
        int[] found = new int[1];
        int count = 0;
        for (int slot = slot(BtfBytes.hash(name));
                slots[slot] != 0;
                slot = slot + 1 & slots.length - 1) {
            if (btf.nameEquals(slots[slot], name)) {
                if (count == found.length) {
                    found = Arrays.copyOf(found, count * 2);
                }
                found[count++] = slots[slot];
            }
        }
        return Arrays.copyOf(found, count);
    }

    /**
     * The high bits of a product with the golden ratio: hashes of similar names differ in few low
     * bits.
     */
    private int slot(int hash) {
        return (hash * 0x9E3779B9) >>> Integer.numberOfLeadingZeros(slots.length - 1);
    }
}
