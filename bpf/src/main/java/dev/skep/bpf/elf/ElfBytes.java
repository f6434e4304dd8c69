package dev.skep.bpf.elf;

import dev.skep.bpf.MalformedObjectException;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** The bytes of one ELF file with its class and byte order, every access bounded. */
final class ElfBytes {
    /** Names of C++ templates have been seen with tens of thousands of bytes. */
    private static final int LONGEST_NAME = 1 << 20;

    private final String name;
    private final MemorySegment memory;
    private final ElfLayout layout;
    private final ByteOrder order;

    ElfBytes(String name, MemorySegment memory) {
        this.name = name;
        this.memory = memory;
        if (memory.byteSize() < ElfLayout.IDENT_SIZE) {
            throw malformed(0, "it has only " + memory.byteSize() + " bytes");
        }
        ByteBuffer ident = memory.asSlice(0, ElfLayout.IDENT_SIZE).asByteBuffer();
        if (ident.getInt(0) != ElfLayout.MAGIC) {
            throw malformed(0, "no magic number 7f 45 4c 46");
        }
        layout =
                switch (ident.get(ElfLayout.IDENT_CLASS)) {
                    case 1 -> ElfLayout.BITS32;
                    case 2 -> ElfLayout.BITS64;
                    default ->
                            throw malformed(
                                    ElfLayout.IDENT_CLASS,
                                    "a class that is neither 32 nor 64 bits");
                };
        order =
                switch (ident.get(ElfLayout.IDENT_DATA)) {
                    case 1 -> ByteOrder.LITTLE_ENDIAN;
                    case 2 -> ByteOrder.BIG_ENDIAN;
                    default ->
                            throw malformed(
                                    ElfLayout.IDENT_DATA,
                                    "a byte order that is neither little nor big");
                };
        if (ident.get(ElfLayout.IDENT_VERSION) != 1) {
            throw malformed(
                    ElfLayout.IDENT_VERSION,
                    "version " + (ident.get(ElfLayout.IDENT_VERSION) & 0xFF) + " instead of 1");
        }
    }

    String name() {
        return name;
    }

    ElfLayout layout() {
        return layout;
    }

    ByteOrder order() {
        return order;
    }

    /**
     * {@return a stretch of the file, in its byte order}
     *
     * @param offset in the file; unsigned, as is {@code size}
     * @param what whose bytes they are, for the message
     * @throws MalformedObjectException if it reaches beyond the end, or has 2 GiB or more
     */
    ByteBuffer stretch(long offset, long size, String what) {
        // Not a MemorySegment: its accessors cost milliseconds in a JVM that has just started.
        return segment(offset, size, what).asByteBuffer().order(order);
    }

    /** {@return a stretch of the file as memory} */
    MemorySegment segment(long offset, long size, String what) {
        long end = memory.byteSize();
        if (offset < 0 || offset > end || size < 0 || size > end - offset) {
            throw malformed(offset, what + " that reaches beyond the end of the file");
        }
        if (size > Integer.MAX_VALUE) {
            throw malformed(offset, what + " of more than 2 GiB");
        }
        return memory.asSlice(offset, size);
    }

    /** {@return an address, offset or size, of 4 or 8 bytes by the file's class} */
    long word(ByteBuffer bytes, int at) {
        return layout.is64() ? bytes.getLong(at) : Integer.toUnsignedLong(bytes.getInt(at));
    }

    /**
     * {@return how many bytes there are from {@code at} to the next NUL; -1 if there is none, none
     * near, or no such place}
     */
    static int stringLength(ByteBuffer bytes, int at) {
        if (at < 0) {
            return -1;
        }
        int limit = Math.min(bytes.limit() - at, LONGEST_NAME) + at;
        for (int end = at; end < limit; end++) {
            if (bytes.get(end) == 0) {
                return end - at;
            }
        }
        return -1;
    }

    static String string(ByteBuffer bytes, int at, int length) {
        byte[] copy = new byte[length];
        bytes.get(at, copy);
        return new String(copy, StandardCharsets.UTF_8);
    }

    MalformedObjectException malformed(long at, String what) {
        return new MalformedObjectException(
                name + " is not ELF: at offset " + Long.toUnsignedString(at) + ", " + what);
    }
}
