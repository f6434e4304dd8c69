package dev.skep.symbols.dwarf;

import dev.skep.bpf.MalformedObjectException;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Reads a section from front to back, every access bounded. */
final class DwarfCursor {
    private final String section;
    private final ByteBuffer bytes;
    private int at;

    /**
     * @param section what it is called, for messages
     * @param bytes its contents, in the byte order of the file
     * @param at where to begin
     */
    DwarfCursor(String section, ByteBuffer bytes, long at) {
        this.section = section;
        this.bytes = bytes;
        this.at = checked(at, 0);
    }

    int position() {
        return at;
    }

    /** Goes on somewhere else. */
    void moveTo(long offset) {
        at = checked(offset, 0);
    }

    boolean atEnd() {
        return at >= bytes.limit();
    }

    int u8() {
        int from = take(1);
        return bytes.get(from) & 0xff;
    }

    int u16() {
        int from = take(2);
        return bytes.getShort(from) & 0xffff;
    }

    long u32() {
        int from = take(4);
        return bytes.getInt(from) & 0xffff_ffffL;
    }

    long u64() {
        int from = take(8);
        return bytes.getLong(from);
    }

    /** {@return an unsigned number of 1, 2, 3, 4 or 8 bytes} */
    long unsigned(int size) {
        return switch (size) {
            case 1 -> u8();
            case 2 -> u16();
            case 3 -> {
                // Only DW_FORM_strx3 and addrx3 have it; all who use them are little-endian.
                int low = u16();
                yield low | (long) u8() << 16;
            }
            case 4 -> u32();
            case 8 -> u64();
            default -> throw malformed("a number of " + size + " bytes");
        };
    }

    /** {@return a number of any length, unsigned (LEB128)} */
    long uleb() {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            int next = u8();
            if (shift < Long.SIZE) {
                value |= (next & 0x7fL) << shift;
            }
            if (next < 0x80) {
                return value;
            }
        }
    }

    /** {@return a number of any length, signed (LEB128)} */
    long sleb() {
        long value = 0;
        for (int shift = 0; ; ) {
            int next = u8();
            if (shift < Long.SIZE) {
                value |= (next & 0x7fL) << shift;
            }
            shift += 7;
            if (next < 0x80) {
                return shift < Long.SIZE && (next & 0x40) != 0 ? value | -1L << shift : value;
            }
        }
    }

    void skip(long count) {
        at = checked(at, count);
    }

    void skipText() {
        while (u8() != 0) {
            // On to its end.
        }
    }

    /** {@return the text at an offset, up to its NUL} */
    String text(long offset) {
        int start = checked(offset, 0);
        int end = start;
        while (end < bytes.limit() && bytes.get(end) != 0) {
            end++;
        }
        byte[] text = new byte[end - start];
        bytes.get(start, text);
        return new String(text, StandardCharsets.UTF_8);
    }

    MalformedObjectException malformed(String what) {
        return new MalformedObjectException(section + " at offset " + at + ": " + what);
    }

    private int take(int size) {
        int from = at;
        at = checked(from, size);
        return from;
    }

    private int checked(long from, long size) {
        if (from < 0 || size < 0 || size > bytes.limit() || from + size > bytes.limit()) {
            throw new MalformedObjectException(
                    section
                            + " at offset "
                            + from
                            + ": "
                            + size
                            + " bytes reach beyond its end at "
                            + bytes.limit());
        }
        return (int) (from + size);
    }
}
