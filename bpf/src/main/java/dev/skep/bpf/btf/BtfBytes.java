package dev.skep.bpf.btf;

import dev.skep.bpf.MalformedObjectException;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.nio.charset.StandardCharsets;

/** The bytes of one BTF, its header checked: the section of types and the section of strings. */
final class BtfBytes {
    private final String name;
    // Not a MemorySegment: its accessors cost milliseconds in a JVM that has just started.
    private final ByteBuffer bytes;
    private final int typeStart;
    private final int typeLength;
    private final int stringStart;
    private final int stringLength;
    private final int layoutStart;
    private final int layoutLength;

    /**
     * @param split whether there is a base, whose strings come first
     */
    BtfBytes(String name, MemorySegment memory, boolean split) {
        this.name = name;
        if (memory.byteSize() < BtfLayout.HEADER_SIZE || memory.byteSize() > Integer.MAX_VALUE) {
            throw new MalformedObjectException(
                    name + " is not BTF: it has " + memory.byteSize() + " bytes");
        }
        bytes = memory.asByteBuffer();
        bytes.order(byteOrder());
        if (bytes.get(2) != BtfLayout.VERSION) {
            throw malformed(2, "version " + (bytes.get(2) & 0xFF) + " instead of 1");
        }
        int headerLength = int32(BtfLayout.HEADER_LENGTH);
        if (headerLength < BtfLayout.HEADER_SIZE || headerLength > bytes.limit()) {
            throw malformed(
                    BtfLayout.HEADER_LENGTH,
                    "a header of " + Integer.toUnsignedString(headerLength) + " bytes");
        }
        typeLength = int32(BtfLayout.HEADER_TYPE_LENGTH);
        typeStart = section(headerLength, BtfLayout.HEADER_TYPE_OFFSET, typeLength, "types");
        stringLength = int32(BtfLayout.HEADER_STRING_LENGTH);
        stringStart =
                section(headerLength, BtfLayout.HEADER_STRING_OFFSET, stringLength, "strings");
        boolean layouts = headerLength >= BtfLayout.HEADER_WITH_LAYOUT;
        layoutLength = layouts ? int32(BtfLayout.HEADER_LAYOUT_LENGTH) : 0;
        layoutStart =
                layouts
                        ? section(
                                headerLength,
                                BtfLayout.HEADER_LAYOUT_OFFSET,
                                layoutLength,
                                "layouts")
                        : 0;
        if ((typeStart & 3) != 0 || (typeLength & 3) != 0) {
            throw malformed(
                    BtfLayout.HEADER_TYPE_OFFSET,
                    "a section of types that is not in units of 4 bytes");
        }
        if (stringLength == 0 ? !split : bytes.get(stringStart + stringLength - 1) != 0) {
            throw malformed(
                    stringStart + stringLength, "a section of strings that does not end with NUL");
        }
        if (!split && bytes.get(stringStart) != 0) {
            throw malformed(
                    stringStart, "a section of strings that does not begin with the empty one");
        }
    }

    private ByteOrder byteOrder() {
        int first = bytes.get(0) & 0xFF;
        int second = bytes.get(1) & 0xFF;
        if ((second << 8 | first) == BtfLayout.MAGIC) {
            return ByteOrder.LITTLE_ENDIAN;
        }
        if ((first << 8 | second) == BtfLayout.MAGIC) {
            return ByteOrder.BIG_ENDIAN;
        }
        throw malformed(0, "no magic number eb9f");
    }

    private int section(int headerLength, int at, int length, String what) {
        long start = (long) headerLength + Integer.toUnsignedLong(int32(at));
        if (length < 0 || start + length > bytes.limit()) {
            throw malformed(at, "a section of " + what + " that reaches beyond the end");
        }
        return (int) start;
    }

    ByteOrder order() {
        return bytes.order();
    }

    int typeStart() {
        return typeStart;
    }

    int typeEnd() {
        return typeStart + typeLength;
    }

    int stringLength() {
        return stringLength;
    }

    /** {@return how many kinds have a layout} */
    int layouts() {
        return layoutLength / 4;
    }

    /** {@return the bytes that follow struct btf_type once in types of a kind} */
    int layoutExtra(int kind) {
        return bytes.get(layoutStart + kind * 4) & 0xFF;
    }

    /** {@return the bytes of each element of types of a kind} */
    int layoutElement(int kind) {
        return bytes.get(layoutStart + kind * 4 + 1) & 0xFF;
    }

    /** {@return all bytes, read-only} */
    MemorySegment segment() {
        return MemorySegment.ofBuffer(bytes.duplicate().clear()).asReadOnly();
    }

    /** {@return the four bytes at an offset from the start of the BTF} */
    int int32(int at) {
        return bytes.getInt(at);
    }

    /** {@return the words of the section of types} */
    IntBuffer types() {
        return bytes.slice(typeStart, typeLength).order(bytes.order()).asIntBuffer();
    }

    /** {@return a copy of bytes from an offset from the start of the BTF} */
    byte[] copy(int at, int length) {
        byte[] copy = new byte[length];
        bytes.get(at, copy);
        return copy;
    }

    /** {@return a copy of the bytes of a string without its NUL} */
    byte[] stringBytes(int offset) {
        int start = stringStart + offset;
        int end = start;
        while (bytes.get(end) != 0) {
            end++;
        }
        return copy(start, end - start);
    }

    String string(int offset) {
        return new String(stringBytes(offset), StandardCharsets.UTF_8);
    }

    /** {@return whether the string at an offset is {@code wanted}} */
    boolean stringEquals(int offset, byte[] wanted) {
        int start = stringStart + offset;
        if (stringLength - offset <= wanted.length) {
            return false;
        }
        // Most differ at once; and the NUL at the end of all strings stops us before the end.
        for (int i = 0; i < wanted.length; i++) {
            if (bytes.get(start + i) != wanted[i]) {
                return false;
            }
        }
        return bytes.get(start + wanted.length) == 0;
    }

    /** {@return a hash of the string at an offset, as {@link #hash(byte[])} of its bytes} */
    int hash(int offset) {
        int hash = 0;
        for (int at = stringStart + offset; ; at++) {
            byte next = bytes.get(at);
            if (next == 0) {
                return hash;
            }
            hash = hash * 31 + next;
        }
    }

    static int hash(byte[] name) {
        int hash = 0;
        for (byte next : name) {
            hash = hash * 31 + next;
        }
        return hash;
    }

    MalformedObjectException malformed(long at, String what) {
        return new MalformedObjectException(name + " is not BTF: at offset " + at + ", " + what);
    }

    String name() {
        return name;
    }
}
