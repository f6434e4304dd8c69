package dev.skep.bpf.elf;

import dev.skep.bpf.MalformedObjectException;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The symbols of a table by index, name and address. Symbol 0 is never one, so 0 stands for "none".
 * Immutable; may be used from any thread.
 *
 * <p>Any method may throw {@link MalformedObjectException} for what it finds in the bytes.
 */
public final class SymbolTable {
    /** So many names are looked for by passing over all symbols; the index pays for the next. */
    private static final int SCANS = 4;

    private final ElfFile file;
    private final ElfBytes bytes;
    private final @Nullable ElfSection section;
    private final ByteBuffer table;
    private final StringSection strings;
    private final int count;

    // Races are harmless: an index is immutable, and one made twice is the same twice.
    private volatile @Nullable SymbolNames names;
    private volatile @Nullable FunctionAddresses addresses;
    private volatile @Nullable ByteBuffer extendedSections;
    private int scans;

    private SymbolTable(
            ElfFile file,
            ElfBytes bytes,
            @Nullable ElfSection section,
            ByteBuffer table,
            StringSection strings) {
        this.file = file;
        this.bytes = bytes;
        this.section = section;
        this.table = table;
        this.strings = strings;
        this.count = table.limit() / bytes.layout().symbolSize;
    }

    static SymbolTable empty(ElfFile file, ElfBytes bytes) {
        ByteBuffer nothing = ByteBuffer.allocate(0);
        return new SymbolTable(file, bytes, null, nothing, new StringSection(nothing));
    }

    static SymbolTable of(ElfFile file, ElfBytes bytes, ElfSection section) {
        if (section.entrySize() != bytes.layout().symbolSize) {
            throw bytes.malformed(section.offset(), "symbols of " + section.entrySize() + " bytes");
        }
        if (section.link() <= 0 || section.link() >= file.sections().size()) {
            throw bytes.malformed(section.offset(), "symbols without their names");
        }
        return new SymbolTable(
                file,
                bytes,
                section,
                file.stretch(section),
                new StringSection(file.stretch(file.sections().get(section.link()))));
    }

    /** {@return how many there are; indexes are below} */
    public int count() {
        return count;
    }

    /**
     * {@return the symbol at an index}
     *
     * @throws IndexOutOfBoundsException if there is no such index
     */
    public ElfSymbol symbol(int index) {
        return new ElfSymbol(
                name(index),
                value(index),
                size(index),
                type(index),
                binding(index),
                section(index));
    }

    /** {@return the name of the symbol at an index, which may be empty} */
    public String name(int index) {
        int at = nameOffset(index);
        int length = strings.length(at);
        if (length < 0) {
            throw bytes.malformed(offset(index), "symbol " + index + " with no name to be found");
        }
        return strings.string(at, length);
    }

    /** {@return its address; in a {@link ElfType#RELOCATABLE} file its offset in its section} */
    public long value(int index) {
        int at = at(index);
        return bytes.word(table, bytes.layout().is64() ? at + 8 : at + 4);
    }

    /** {@return its bytes, 0 if not known} */
    public long size(int index) {
        int at = at(index);
        return bytes.word(table, bytes.layout().is64() ? at + 16 : at + 8);
    }

    /** {@return what it names} */
    public SymbolType type(int index) {
        return SymbolType.ofInfo(info(index));
    }

    /** {@return who sees it} */
    public SymbolBinding binding(int index) {
        return SymbolBinding.ofInfo(info(index));
    }

    /**
     * {@return the index of its section} Also {@link ElfSymbol#UNDEFINED}, {@link
     * ElfSymbol#ABSOLUTE}, {@link ElfSymbol#COMMON}; a file with more than 65,279 sections keeps
     * the index elsewhere, which is looked up.
     */
    public int section(int index) {
        int at = at(index);
        int own = table.getShort(bytes.layout().is64() ? at + 6 : at + 14) & 0xFFFF;
        if (own != ElfLayout.SHN_XINDEX) {
            return own;
        }
        ByteBuffer extended = extendedSections();
        if (index >= extended.limit() / 4) {
            throw bytes.malformed(offset(index), "symbol " + index + " in no section");
        }
        return extended.getInt(index * 4);
    }

    /** {@return whether it is in this file} */
    public boolean isDefined(int index) {
        return section(index) != ElfSymbol.UNDEFINED;
    }

    /**
     * {@return the index of the defined symbol of that name, 0 if there is none} Of several the
     * global one, else the weak one, else the first.
     */
    public int find(String name) {
        int[] all = findAll(name);
        int best = 0;
        int bestRank = 0;
        for (int index : all) {
            int rank =
                    switch (binding(index)) {
                        case GLOBAL, UNIQUE -> 3;
                        case WEAK -> 2;
                        case LOCAL, OTHER -> 1;
                    };
            if (rank > bestRank && isDefined(index)) {
                best = index;
                bestRank = rank;
            }
        }
        return best;
    }

    /** {@return the indexes of all symbols of that name, ascending, undefined ones included} */
    public int[] findAll(String name) {
        byte[] wanted = StringSection.bytes(name);
        if (wanted.length == 0) {
            return new int[0];
        }
        SymbolNames index = names;
        if (index == null) {
            if (scans++ < SCANS) {
                return scan(wanted);
            }
            index = new SymbolNames(this);
            names = index;
        }
        return index.findAll(wanted);
    }

    private int[] scan(byte[] wanted) {
        int[] found = new int[1];
        int matches = 0;
        for (int i = 1; i < count; i++) {
            if (nameEquals(i, wanted)) {
                if (matches == found.length) {
                    found = Arrays.copyOf(found, matches * 2);
                }
                found[matches++] = i;
            }
        }
        return Arrays.copyOf(found, matches);
    }

    /**
     * {@return the indexes of all defined symbols whose names match, ascending}
     *
     * @param pattern a name in which {@code *} stands for any number of any characters
     */
    public int[] matching(String pattern) {
        byte[] wanted = StringSection.bytes(pattern);
        int[] found = new int[16];
        int matches = 0;
        for (int i = 1; i < count; i++) {
            if (strings.matches(nameOffset(i), wanted) && isDefined(i)) {
                if (matches == found.length) {
                    found = Arrays.copyOf(found, matches * 2);
                }
                found[matches++] = i;
            }
        }
        return Arrays.copyOf(found, matches);
    }

    /**
     * {@return the index of the function that an address is in, 0 if there is none} A function
     * without a size reaches to the next symbol. Of several at one address, the one that a person
     * would name: with a size, not weak, global, with fewer leading underscores, and longer.
     */
    public int function(long address) {
        FunctionAddresses index = addresses;
        if (index == null) {
            index = FunctionAddresses.of(this, file.sections());
            addresses = index;
        }
        return index.find(address);
    }

    // ---- raw access for the other classes of this package

    boolean nameEquals(int index, byte[] wanted) {
        return strings.equals(nameOffset(index), wanted);
    }

    int nameHash(int index) {
        return strings.hash(nameOffset(index));
    }

    int nameLength(int index) {
        return strings.length(nameOffset(index));
    }

    int leadingUnderscores(int index) {
        return strings.leadingUnderscores(nameOffset(index));
    }

    /** {@return the table as words, for who passes over all of it} */
    ByteBuffer table() {
        return table;
    }

    ElfLayout layout() {
        return bytes.layout();
    }

    private int at(int index) {
        if (index < 0 || index >= count) {
            throw new IndexOutOfBoundsException("symbol " + index + " of " + count);
        }
        return index * bytes.layout().symbolSize;
    }

    private int nameOffset(int index) {
        return table.getInt(at(index));
    }

    private int info(int index) {
        int at = at(index);
        return table.get(bytes.layout().is64() ? at + 4 : at + 12);
    }

    private long offset(int index) {
        return (section == null ? 0 : section.offset()) + at(index);
    }

    private ByteBuffer extendedSections() {
        ByteBuffer known = extendedSections;
        if (known == null) {
            ElfSection indexes = file.sectionOfType(ElfLayout.SHT_SYMTAB_SHNDX);
            known = indexes == null ? ByteBuffer.allocate(0) : file.stretch(indexes);
            extendedSections = known;
        }
        return known;
    }
}
