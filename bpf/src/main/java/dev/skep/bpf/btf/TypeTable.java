package dev.skep.bpf.btf;

import dev.skep.bpf.MalformedObjectException;

import java.nio.IntBuffer;
import java.util.Arrays;

/** Where each type of a BTF is, found in one pass over the section of types. */
final class TypeTable {
    /**
     * Words looked at together. The walk runs over a plain array since that is the fastest before
     * it is compiled; and it is compiled after 100 windows.
     */
    private static final int WINDOW = 1 << 10;

    private final BtfBytes bytes;

    /** Offsets of types from the start of the BTF; the first is that of the first type's own id. */
    private int[] offsets;

    private byte[] kinds;
    private int count;

    // Words of types by kind, without elements and of each element; 0 for what is not known.
    private final byte[] sizes;
    private final byte[] elementSizes;

    TypeTable(BtfBytes bytes) {
        this.bytes = bytes;
        // A type of a kernel takes 23 bytes on average.
        int guess = (bytes.typeEnd() - bytes.typeStart()) / 20 + 1;
        offsets = new int[guess];
        kinds = new byte[guess];
        // Types of kinds that are too new for us are passed over by the layouts that come along.
        int kindCount = Math.clamp(bytes.layouts(), BtfKind.count(), BtfLayout.MAX_KINDS);
        sizes = Arrays.copyOf(BtfLayout.WORDS, kindCount);
        elementSizes = Arrays.copyOf(BtfLayout.ELEMENT_WORDS, kindCount);
        for (int kind = BtfKind.count(); kind < kindCount; kind++) {
            int extra = bytes.layoutExtra(kind);
            int element = bytes.layoutElement(kind);
            if ((extra & 3) == 0 && (element & 3) == 0) {
                sizes[kind] = (byte) (3 + extra / 4);
                elementSizes[kind] = (byte) (element / 4);
            }
        }
        walk();
        offsets = Arrays.copyOf(offsets, count);
        kinds = Arrays.copyOf(kinds, count);
    }

    private void walk() {
        IntBuffer words = bytes.types();
        int[] window = new int[Math.min(WINDOW, words.limit())];
        int at = 0;
        while (at < words.limit()) {
            int available = Math.min(window.length, words.limit() - at);
            words.get(at, window, 0, available);
            int used = walk(window, available, bytes.typeStart() + at * 4);
            if (used == 0) {
                throw cutOff(bytes.typeStart() + at * 4);
            }
            at += used;
        }
        if (at != words.limit()) {
            throw cutOff(offsets[count - 1]);
        }
    }

    /**
     * {@return how many words the types take whose headers are in the window} Nothing is called and
     * no field is read in the loop, since it runs in the interpreter first.
     */
    private int walk(int[] window, int available, int start) {
        byte[] sizes = this.sizes;
        byte[] elementSizes = this.elementSizes;
        int[] offsets = roomFor(available / 3);
        byte[] kinds = this.kinds;
        int types = count;
        int word = 0;
        while (word + 2 < available) {
            int info = window[word + 1];
            int kind = info >>> 24 & 0x7F;
            if (kind == 0 || kind >= sizes.length || sizes[kind] == 0) {
                throw bytes.malformed(
                        start + word * 4L,
                        "a type of kind " + kind + ", which this version of Skep does not know");
            }
            offsets[types] = start + word * 4;
            kinds[types++] = (byte) kind;
            word += sizes[kind] + elementSizes[kind] * (info & 0xFF_FFFF);
        }
        count = types;
        return word;
    }

    private int[] roomFor(int more) {
        if (count + more > offsets.length) {
            int length = Math.max(count + more, offsets.length * 2);
            offsets = Arrays.copyOf(offsets, length);
            kinds = Arrays.copyOf(kinds, length);
        }
        return offsets;
    }

    private MalformedObjectException cutOff(int at) {
        return bytes.malformed(at, "a type that reaches beyond the end of the section");
    }

    /** {@return how many types there are} */
    int count() {
        return count;
    }

    /** {@return the offset of the type at {@code index} from the start of the BTF} */
    int offset(int index) {
        return offsets[index];
    }

    /** {@return the lowest index from {@code start} on of a type of a kind, -1 if there is none} */
    int next(int kind, int start) {
        byte[] all = kinds;
        for (int i = start; i < all.length; i++) {
            if (all[i] == kind) {
                return i;
            }
        }
        return -1;
    }

    /** {@return the code of the kind of the type at {@code index}} */
    int kind(int index) {
        return kinds[index];
    }
}
