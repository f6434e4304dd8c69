package dev.skep.bpf.elf;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Reads the header, the program headers and the section headers. */
final class HeaderReader {
    private final ElfBytes bytes;
    private final ElfLayout layout;
    private final ByteBuffer header;
    private long namesLength;

    HeaderReader(ElfBytes bytes) {
        this.bytes = bytes;
        this.layout = bytes.layout();
        this.header = bytes.stretch(0, layout.headerSize, "a header");
    }

    ElfHeader header() {
        return new ElfHeader(
                layout.is64(),
                bytes.order(),
                ElfType.ofCode(u16(header, ElfLayout.TYPE)),
                u16(header, ElfLayout.MACHINE),
                bytes.word(header, ElfLayout.ENTRY),
                header.getInt(layout.flags()));
    }

    List<ElfSegment> segments() {
        long start = bytes.word(header, layout.segmentsOffset());
        int count = u16(header, layout.segmentCount());
        if (count == 0 || start == 0) {
            return List.of();
        }
        if (count == ElfLayout.PN_XNUM) {
            // What does not fit is in the header of section 0.
            ByteBuffer first = firstSection();
            count = count(Integer.toUnsignedLong(first.getInt(layout.is64() ? 44 : 28)), start);
        }
        ByteBuffer table =
                table(start, count, layout.segmentSize, layout.segmentEntrySize(), "segments");
        List<ElfSegment> segments = new ArrayList<>(count);
        for (int at = 0; at < table.limit(); at += layout.segmentSize) {
            segments.add(segment(table, at));
        }
        return Collections.unmodifiableList(segments);
    }

    private ElfSegment segment(ByteBuffer table, int at) {
        if (layout.is64()) {
            return new ElfSegment(
                    table.getInt(at),
                    table.getInt(at + 4),
                    table.getLong(at + 8),
                    table.getLong(at + 16),
                    table.getLong(at + 32),
                    table.getLong(at + 40),
                    table.getLong(at + 48));
        }
        return new ElfSegment(
                table.getInt(at),
                table.getInt(at + 24),
                bytes.word(table, at + 4),
                bytes.word(table, at + 8),
                bytes.word(table, at + 16),
                bytes.word(table, at + 20),
                bytes.word(table, at + 28));
    }

    List<ElfSection> sections() {
        long start = bytes.word(header, layout.sectionsOffset());
        if (start == 0) {
            return List.of();
        }
        int count = u16(header, layout.sectionCount());
        int names = u16(header, layout.sectionNames());
        if (count == 0) {
            count = count(bytes.word(firstSection(), layout.is64() ? 32 : 20), start);
        }
        if (names == ElfLayout.SHN_XINDEX) {
            names = firstSection().getInt(layout.is64() ? 40 : 24);
        }
        ByteBuffer table =
                table(start, count, layout.sectionSize, layout.sectionEntrySize(), "sections");
        ByteBuffer strings = sectionNames(table, count, names);
        List<ElfSection> sections = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            sections.add(section(table, i, strings, start));
        }
        return Collections.unmodifiableList(sections);
    }

    private ByteBuffer sectionNames(ByteBuffer table, int count, int index) {
        if (index == 0) {
            return ByteBuffer.allocate(1);
        }
        if (index < 0 || index >= count) {
            throw bytes.malformed(
                    layout.sectionNames(),
                    "names of sections in section " + index + " of " + count);
        }
        int at = index * layout.sectionSize;
        int word = layout.wordSize();
        return bytes.stretch(
                bytes.word(table, at + 8 + 2 * word),
                bytes.word(table, at + 8 + 3 * word),
                "the section with the names of sections");
    }

    private ElfSection section(ByteBuffer table, int index, ByteBuffer strings, long start) {
        int at = index * layout.sectionSize;
        int word = layout.wordSize();
        int links = at + 8 + 4 * word;
        int nameAt = table.getInt(at);
        int length = ElfBytes.stringLength(strings, nameAt);
        // Names may share bytes, but not so that a small file makes gigabytes of them.
        namesLength += length;
        if (length < 0 || namesLength > 4L * strings.limit() + 64L * (index + 1)) {
            throw bytes.malformed(start + at, "section " + index + " with no name to be found");
        }
        return new ElfSection(
                index,
                ElfBytes.string(strings, nameAt, length),
                table.getInt(at + 4),
                bytes.word(table, at + 8),
                bytes.word(table, at + 8 + word),
                bytes.word(table, at + 8 + 2 * word),
                bytes.word(table, at + 8 + 3 * word),
                table.getInt(links),
                table.getInt(links + 4),
                bytes.word(table, links + 8),
                bytes.word(table, links + 8 + word));
    }

    private ByteBuffer firstSection() {
        return bytes.stretch(
                bytes.word(header, layout.sectionsOffset()),
                layout.sectionSize,
                "the header of section 0");
    }

    private ByteBuffer table(long start, int count, int size, int sizeField, String what) {
        int said = u16(header, sizeField);
        if (said != size) {
            throw bytes.malformed(
                    sizeField, "headers of " + what + " of " + said + " bytes instead of " + size);
        }
        return bytes.stretch(start, (long) count * size, "a table of " + what);
    }

    private int count(long count, long start) {
        if (count < 0 || count > Integer.MAX_VALUE) {
            throw bytes.malformed(start, "a table with " + Long.toUnsignedString(count) + " rows");
        }
        return (int) count;
    }

    private static int u16(ByteBuffer bytes, int at) {
        return bytes.getShort(at) & 0xFFFF;
    }
}
