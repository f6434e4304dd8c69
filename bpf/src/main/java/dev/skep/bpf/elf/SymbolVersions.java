package dev.skep.bpf.elf;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/**
 * The versions of dynamic symbols: {@code .gnu.version} has a number for each, {@code
 * .gnu.version_d} and {@code .gnu.version_r} the names of the numbers. Source: the LSB's chapter on
 * symbol versioning.
 */
final class SymbolVersions {
    private static final int HIDDEN = 0x8000;

    /** 0 is local, 1 is global without a version. */
    private static final int FIRST = 2;

    private final ByteBuffer numbers;
    private final Map<Integer, String> names = new HashMap<>();
    private long entries;

    private SymbolVersions(ByteBuffer numbers) {
        this.numbers = numbers;
    }

    static SymbolVersions read(ElfFile file, ElfBytes bytes) {
        ElfSection numbers = file.sectionOfType(ElfLayout.SHT_GNU_VERSYM);
        if (numbers == null) {
            return new SymbolVersions(ByteBuffer.allocate(0));
        }
        SymbolVersions versions = new SymbolVersions(file.stretch(numbers));
        ElfSection defined = file.sectionOfType(ElfLayout.SHT_GNU_VERDEF);
        if (defined != null) {
            versions.readDefined(file, bytes, defined);
        }
        ElfSection needed = file.sectionOfType(ElfLayout.SHT_GNU_VERNEED);
        if (needed != null) {
            versions.entries = 0;
            versions.readNeeded(file, bytes, needed);
        }
        return versions;
    }

    @Nullable SymbolVersion of(int symbol) {
        if (symbol < 0 || symbol >= numbers.limit() / 2) {
            return null;
        }
        int number = numbers.getShort(symbol * 2) & 0xFFFF;
        String name = names.get(number & ~HIDDEN);
        return name == null ? null : new SymbolVersion(name, (number & HIDDEN) == 0);
    }

    /** Verdef: version, flags, number, count of names, hash; offset of first name, of next. */
    private void readDefined(ElfFile file, ElfBytes bytes, ElfSection section) {
        ByteBuffer table = file.stretch(section);
        ByteBuffer strings = strings(file, bytes, section);
        int at = 0;
        // Offsets only grow, so this ends.
        while (true) {
            require(bytes, section, table, at, 20);
            count(bytes, section);
            int name = at + table.getInt(at + 12);
            require(bytes, section, table, name, 8);
            put(bytes, section, strings, table.getShort(at + 4), table.getInt(name));
            int next = table.getInt(at + 16);
            if (next <= 0) {
                return;
            }
            at += next;
        }
    }

    /** Verneed: version, count of names, file; offset of first name, of next. */
    private void readNeeded(ElfFile file, ElfBytes bytes, ElfSection section) {
        ByteBuffer table = file.stretch(section);
        ByteBuffer strings = strings(file, bytes, section);
        int at = 0;
        while (true) {
            require(bytes, section, table, at, 16);
            count(bytes, section);
            int count = table.getShort(at + 2) & 0xFFFF;
            int name = at + table.getInt(at + 8);
            for (int i = 0; i < count; i++) {
                // Vernaux: hash, flags, number, name, offset of next.
                require(bytes, section, table, name, 16);
                count(bytes, section);
                put(bytes, section, strings, table.getShort(name + 6), table.getInt(name + 8));
                int next = table.getInt(name + 12);
                if (next <= 0) {
                    break;
                }
                name += next;
            }
            int next = table.getInt(at + 12);
            if (next <= 0) {
                return;
            }
            at += next;
        }
    }

    private static ByteBuffer strings(ElfFile file, ElfBytes bytes, ElfSection section) {
        if (section.link() <= 0 || section.link() >= file.sections().size()) {
            throw bytes.malformed(section.offset(), "versions of symbols without their names");
        }
        return file.stretch(file.sections().get(section.link()));
    }

    private void put(
            ElfBytes bytes, ElfSection section, ByteBuffer strings, short number, int name) {
        int length = ElfBytes.stringLength(strings, name);
        if (length < 0) {
            throw bytes.malformed(section.offset(), "a version of symbols with no name");
        }
        int key = number & 0xFFFF & ~HIDDEN;
        // The first definition is the library itself; it is no version of a symbol.
        if (key >= FIRST) {
            names.put(key, ElfBytes.string(strings, name, length));
        }
    }

    /** Entries may overlap in wrong bytes only; this keeps them from making work without end. */
    private void count(ElfBytes bytes, ElfSection section) {
        if (++entries * 8 > section.size() + 16) {
            throw bytes.malformed(section.offset(), "versions of symbols that overlap");
        }
    }

    private static void require(
            ElfBytes bytes, ElfSection section, ByteBuffer table, int at, int size) {
        if (at < 0 || at > table.limit() - size) {
            throw bytes.malformed(
                    section.offset() + at, "a version of symbols beyond the end of its section");
        }
    }
}
