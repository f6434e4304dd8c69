package dev.skep.bpf.elf;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Notes: sizes of owner and description, a type, the owner's name, the description; the last two
 * padded to 4 bytes, in a segment that is aligned to 8 to 8.
 */
final class Notes {
    private static final int NT_GNU_BUILD_ID = 3;
    private static final int NT_STAPSDT = 3;

    /** The longest any linker makes is 64; nobody's files should make Skep copy megabytes. */
    private static final int LONGEST_BUILD_ID = 1024;

    private final ElfBytes bytes;
    private final ByteBuffer notes;
    private final long start;
    private final int alignment;
    private int at;

    // The current note
    private int type;
    private int owner;
    private int ownerLength;
    private int description;
    private int descriptionLength;

    private Notes(ElfBytes bytes, ByteBuffer notes, long start, long alignment) {
        this.bytes = bytes;
        this.notes = notes;
        this.start = start;
        this.alignment = alignment == 8 ? 8 : 4;
    }

    /** {@return whether there is another note, which is then the current one} */
    private boolean next() {
        if (at > notes.limit() - 12) {
            return false;
        }
        ownerLength = notes.getInt(at);
        descriptionLength = notes.getInt(at + 4);
        type = notes.getInt(at + 8);
        owner = at + 12;
        long end = align(owner + Integer.toUnsignedLong(ownerLength));
        description = (int) Math.min(end, notes.limit());
        end += Integer.toUnsignedLong(descriptionLength);
        if (ownerLength < 0 || descriptionLength < 0 || end > notes.limit()) {
            throw bytes.malformed(start + at, "a note that reaches beyond the end of its section");
        }
        at = (int) Math.min(align(end), notes.limit());
        return true;
    }

    private long align(long offset) {
        return offset + alignment - 1 & -alignment;
    }

    private boolean isBy(String name) {
        if (ownerLength != name.length() + 1 || notes.get(owner + name.length()) != 0) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            if (notes.get(owner + i) != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    static @Nullable BuildId buildId(ElfFile file, ElfBytes bytes) {
        for (ElfSection section : file.sections()) {
            if (section.type() == ElfLayout.SHT_NOTE) {
                ByteBuffer notes = file.stretch(section);
                BuildId id =
                        buildId(new Notes(bytes, notes, section.offset(), section.alignment()));
                if (id != null) {
                    return id;
                }
            }
        }
        // Without section headers there are segments; in a debug file these are not to be trusted.
        if (file.sections().isEmpty()) {
            for (ElfSegment segment : file.segments()) {
                if (segment.type() == ElfLayout.PT_NOTE) {
                    ByteBuffer notes = bytes.stretch(segment.offset(), segment.fileSize(), "notes");
                    BuildId id =
                            buildId(new Notes(bytes, notes, segment.offset(), segment.alignment()));
                    if (id != null) {
                        return id;
                    }
                }
            }
        }
        return null;
    }

    private static @Nullable BuildId buildId(Notes notes) {
        while (notes.next()) {
            if (notes.type == NT_GNU_BUILD_ID
                    && notes.isBy("GNU")
                    && notes.descriptionLength > 0
                    && notes.descriptionLength <= LONGEST_BUILD_ID) {
                byte[] id = new byte[notes.descriptionLength];
                notes.notes.get(notes.description, id);
                return new BuildId(id);
            }
        }
        return null;
    }

    static List<UsdtProbe> usdtProbes(ElfFile file, ElfBytes bytes) {
        List<UsdtProbe> probes = new ArrayList<>();
        ElfSection base = file.section(".stapsdt.base");
        for (ElfSection section : file.sections()) {
            if (section.type() == ElfLayout.SHT_NOTE && section.name().equals(".note.stapsdt")) {
                Notes notes =
                        new Notes(
                                bytes,
                                file.stretch(section),
                                section.offset(),
                                section.alignment());
                while (notes.next()) {
                    if (notes.type == NT_STAPSDT && notes.isBy("stapsdt")) {
                        probes.add(notes.probe(base, file.header().machine()));
                    }
                }
            }
        }
        return Collections.unmodifiableList(probes);
    }

    /** Addresses of the probe, of the base and of the semaphore; provider, name, arguments. */
    private UsdtProbe probe(@Nullable ElfSection base, int machine) {
        int word = bytes.layout().wordSize();
        int end = description + descriptionLength;
        if (descriptionLength < 3 * word) {
            throw bytes.malformed(start + description, "a USDT note without addresses");
        }
        long location = bytes.word(notes, description);
        long linkedBase = bytes.word(notes, description + word);
        long semaphore = bytes.word(notes, description + 2 * word);
        // prelink moves what is loaded, but not what notes say; the base tells by how much.
        long moved = base == null || linkedBase == 0 ? 0 : base.address() - linkedBase;
        String[] strings = new String[3];
        int from = description + 3 * word;
        for (int i = 0; i < strings.length; i++) {
            int length = ElfBytes.stringLength(notes, from);
            if (length < 0 || from + length >= end) {
                throw bytes.malformed(
                        start + description, "a USDT note without provider, name and arguments");
            }
            strings[i] = ElfBytes.string(notes, from, length);
            from += length + 1;
        }
        return new UsdtProbe(
                strings[0],
                strings[1],
                location + moved,
                semaphore == 0 ? 0 : semaphore + moved,
                strings[2],
                machine);
    }
}
