package dev.skep.bpf.elf;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** The bytes of sections, compressed ones ({@code Elf64_Chdr}) included. */
final class SectionContents {
    private static final int ELFCOMPRESS_ZLIB = 1;

    /** Deflate makes nothing smaller than by this. */
    private static final int LARGEST_RATIO = 1032;

    private SectionContents() {}

    static MemorySegment of(ElfBytes bytes, ElfSection section) {
        if (section.type() == ElfLayout.SHT_NOBITS) {
            return MemorySegment.ofArray(new byte[0]);
        }
        MemorySegment raw =
                bytes.segment(section.offset(), section.size(), "a section " + section.name());
        return section.has(ElfSection.COMPRESSED) ? inflate(bytes, section, raw) : raw;
    }

    private static MemorySegment inflate(ElfBytes bytes, ElfSection section, MemorySegment raw) {
        int headerSize = bytes.layout().is64() ? 24 : 12;
        if (raw.byteSize() < headerSize) {
            throw wrong(bytes, section, "is too short for it");
        }
        ByteBuffer header = raw.asByteBuffer().order(bytes.order());
        if (header.getInt(0) != ELFCOMPRESS_ZLIB) {
            throw wrong(
                    bytes,
                    section,
                    "is of type " + header.getInt(0) + ", and only zlib's 1 is known");
        }
        long size = bytes.word(header, bytes.layout().is64() ? 8 : 4);
        if (size < 0 || size > Math.min(Integer.MAX_VALUE - 8, raw.byteSize() * LARGEST_RATIO)) {
            throw wrong(bytes, section, "says to hold " + Long.toUnsignedString(size) + " bytes");
        }
        byte[] inflated = new byte[(int) size];
        try (Inflater inflater = new Inflater()) {
            inflater.setInput(header.position(headerSize));
            int done = 0;
            while (done < inflated.length && !inflater.finished()) {
                int more = inflater.inflate(inflated, done, inflated.length - done);
                if (more == 0 && (inflater.needsInput() || inflater.needsDictionary())) {
                    break;
                }
                done += more;
            }
            if (done < inflated.length) {
                throw wrong(bytes, section, "ends after " + done + " of " + size + " bytes");
            }
        } catch (DataFormatException e) {
            throw wrong(bytes, section, "can't be read: " + e.getMessage());
        }
        return MemorySegment.ofArray(inflated);
    }

    private static RuntimeException wrong(ElfBytes bytes, ElfSection section, String what) {
        return bytes.malformed(
                section.offset(), "a compressed section " + section.name() + " whose data " + what);
    }
}
