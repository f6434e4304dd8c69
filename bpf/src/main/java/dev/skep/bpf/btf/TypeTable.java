package dev.skep.bpf.btf;

import java.util.Arrays;

/** Where each type of a BTF is, found in one pass over the section of types. */
final class TypeTable {
    /**
     * Words looked at together; the walk runs over a plain array since that is fastest before the
     * JIT compiles it.
     */
    private static final int WINDOW = 1 << 13;

    private final BtfBytes bytes;

    /** Offsets of types from the start of the BTF; the first is that of the first type's own id. */
    private int[] offsets;

    private byte[] kinds;
    private int count;

    TypeTable(BtfBytes bytes) {
        this.bytes = bytes;
        // A type of a kernel takes 23 bytes on average.
        int guess = (bytes.typeEnd() - bytes.typeStart()) / 20 + 1;
        offsets = new int[guess];
        kinds = new byte[guess];
        walk();
        offsets = Arrays.copyOf(offsets, count);
        kinds = Arrays.copyOf(kinds, count);
    }

    private void walk() {
        int end = bytes.typeEnd();
        int at = bytes.typeStart();
        int[] window = new int[Math.min(WINDOW, (end - at) >>> 2)];
        while (at < end) {
            int words = Math.min(window.length, (end - at) >>> 2);
            bytes.copy(at, window, words);
            int next = walk(window, words, at);
            if (next == at) {
                throw bytes.malformed(at, "a type that reaches beyond the end of the section");
            }
            at = next;
        }
        if (at != end) {
            throw bytes.malformed(
                    offsets[count - 1], "a type that reaches beyond the end of the section");
        }
    }

    /** {@return the offset of the first type whose header is not in the window} */
    private int walk(int[] window, int words, int start) {
        int word = 0;
        // Fields in locals: this loop runs in the interpreter first.
        int types = count;
        int kindCount = BtfKind.count();
        while (word + 2 < words) {
            int info = window[word + 1];
            int kind = BtfLayout.kind(info);
            if (kind == 0 || kind >= kindCount) {
                throw bytes.malformed(
                        start + word * 4L,
                        "a type of kind " + kind + ", which this version of Skep does not know");
            }
            if (types == offsets.length) {
                offsets = Arrays.copyOf(offsets, types * 2);
                kinds = Arrays.copyOf(kinds, types * 2);
            }
            offsets[types] = start + word * 4;
            kinds[types++] = (byte) kind;
            word += BtfLayout.typeSize(info) >>> 2;
        }
        count = types;
        return start + word * 4;
    }

    /** {@return how many types there are} */
    int count() {
        return count;
    }

    /** {@return the offset of the type at {@code index} from the start of the BTF} */
    int offset(int index) {
        return offsets[index];
    }

    /** {@return the code of the kind of the type at {@code index}} */
    int kind(int index) {
        return kinds[index];
    }
}
