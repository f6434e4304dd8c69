package dev.skep.bpf.elf;

import dev.skep.bpf.MalformedObjectException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * An ELF file. Immutable; may be used from any thread.
 *
 * <p>What is wrong in the bytes is found when it is looked at: any method may throw {@link
 * MalformedObjectException}, but none runs for ever or reads beyond the end.
 */
public final class ElfFile {
    private final ElfBytes bytes;
    private final ElfHeader header;
    private final List<ElfSegment> segments;

    // Decoded when asked for. Races are harmless: what is made twice is the same twice.
    private volatile @Nullable List<ElfSection> sections;
    private volatile @Nullable SymbolTable symbols;
    private volatile @Nullable SymbolTable dynamicSymbols;
    private volatile @Nullable SymbolVersions versions;

    private ElfFile(ElfBytes bytes) {
        this.bytes = bytes;
        HeaderReader reader = new HeaderReader(bytes);
        this.header = reader.header();
        this.segments = reader.segments();
    }

    /**
     * {@return the ELF file in {@code memory}}
     *
     * @param name what to call it in messages
     * @param memory its bytes; they must neither change nor go away
     * @throws MalformedObjectException if its header or its program headers are wrong
     */
    public static ElfFile of(String name, MemorySegment memory) {
        return new ElfFile(new ElfBytes(name, memory));
    }

    /**
     * {@return the ELF file at {@code path}, mapped; the mapping goes when nothing refers to it any
     * more} Of a file that somebody makes shorter meanwhile, a method may end with an {@link
     * InternalError}: the kernel has no other way to say it.
     *
     * @throws IOException if it can't be opened or mapped
     * @throws MalformedObjectException if its header or its program headers are wrong
     */
    public static ElfFile map(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            MemorySegment memory =
                    channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), Arena.ofAuto());
            return of(path.toString(), memory);
        }
    }

    /** {@return what it is called in messages} */
    public String name() {
        return bytes.name();
    }

    /** {@return what stands at its start} */
    public ElfHeader header() {
        return header;
    }

    /** {@return its program headers in their order; empty for an object} */
    public List<ElfSegment> segments() {
        return segments;
    }

    /** {@return its sections by index, the first of which is none; empty if all were stripped} */
    public List<ElfSection> sections() {
        List<ElfSection> known = sections;
        if (known == null) {
            known = new HeaderReader(bytes).sections();
            sections = known;
        }
        return known;
    }

    /** {@return the first section of that name, or null} */
    public @Nullable ElfSection section(String name) {
        List<ElfSection> all = sections();
        for (int i = 1; i < all.size(); i++) {
            if (all.get(i).name().equals(name)) {
                return all.get(i);
            }
        }
        return null;
    }

    /** {@return the first section of that type (SHT_*), or null} */
    @Nullable ElfSection sectionOfType(int type) {
        List<ElfSection> all = sections();
        for (int i = 1; i < all.size(); i++) {
            if (all.get(i).type() == type) {
                return all.get(i);
            }
        }
        return null;
    }

    /**
     * {@return the bytes of a section; none for {@link ElfSection#NOBITS}; inflated if compressed}
     */
    public MemorySegment contents(ElfSection section) {
        return SectionContents.of(bytes, section);
    }

    /** {@return the bytes of a section as they are in the file} */
    ByteBuffer stretch(ElfSection section) {
        return section.type() == ElfLayout.SHT_NOBITS
                ? ByteBuffer.allocate(0)
                : bytes.stretch(section.offset(), section.size(), "a section " + section.name());
    }

    /** {@return the relocations of a section that holds such, in their order} */
    public List<ElfRelocation> relocations(ElfSection section) {
        return RelocationReader.read(bytes, section, stretch(section));
    }

    /** {@return the symbols of {@code .symtab}, which {@code strip} takes away; may be empty} */
    public SymbolTable symbols() {
        SymbolTable known = symbols;
        if (known == null) {
            known = table(ElfLayout.SHT_SYMTAB);
            symbols = known;
        }
        return known;
    }

    /**
     * {@return the symbols of {@code .dynsym}: what a library offers and asks for; may be empty}
     */
    public SymbolTable dynamicSymbols() {
        SymbolTable known = dynamicSymbols;
        if (known == null) {
            known = table(ElfLayout.SHT_DYNSYM);
            dynamicSymbols = known;
        }
        return known;
    }

    private SymbolTable table(int type) {
        ElfSection section = sectionOfType(type);
        return section == null || section.size() == 0
                ? SymbolTable.empty(this, bytes)
                : SymbolTable.of(this, bytes, section);
    }

    /** {@return the version of the symbol at an index of {@link #dynamicSymbols}, or null} */
    public @Nullable SymbolVersion version(int dynamicSymbol) {
        SymbolVersions known = versions;
        if (known == null) {
            known = SymbolVersions.read(this, bytes);
            versions = known;
        }
        return known.of(dynamicSymbol);
    }

    /** {@return the id of the build, or null if it has none} */
    public @Nullable BuildId buildId() {
        return Notes.buildId(this, bytes);
    }

    /**
     * {@return where its symbols are, if they were moved to a file of their own; null otherwise}
     */
    public @Nullable DebugLink debugLink() {
        ElfSection section = section(".gnu_debuglink");
        if (section == null) {
            return null;
        }
        ByteBuffer link = stretch(section);
        int length = ElfBytes.stringLength(link, 0);
        int sum = (length + 4) & ~3; // behind the NUL, aligned
        if (length <= 0 || sum + 4 > link.limit()) {
            throw bytes.malformed(section.offset(), "a .gnu_debuglink without a name and a sum");
        }
        return new DebugLink(ElfBytes.string(link, 0, length), link.getInt(sum));
    }

    /** {@return the statically defined probes (USDT) in the order of their notes} */
    public List<UsdtProbe> usdtProbes() {
        return Notes.usdtProbes(this, bytes);
    }

    /**
     * {@return where in the file an address is, which is what uprobes are attached to; -1 if it is
     * in no loaded segment}
     *
     * @param virtualAddress such as the value of a symbol, before the loader moves the file
     */
    public long fileOffset(long virtualAddress) {
        for (int i = 0; i < segments.size(); i++) {
            ElfSegment segment = segments.get(i);
            long inside = virtualAddress - segment.virtualAddress();
            if (segment.isLoaded() && Long.compareUnsigned(inside, segment.fileSize()) < 0) {
                return segment.offset() + inside;
            }
        }
        return -1;
    }

    /**
     * {@return the address of a place in the file; -1 if it is in no loaded segment} Segments with
     * instructions win where several are made from the same place.
     */
    public long virtualAddress(long fileOffset) {
        long address = -1;
        for (int i = 0; i < segments.size(); i++) {
            ElfSegment segment = segments.get(i);
            long inside = fileOffset - segment.offset();
            if (segment.isLoaded() && Long.compareUnsigned(inside, segment.fileSize()) < 0) {
                if (segment.isExecutable()) {
                    return segment.virtualAddress() + inside;
                }
                address = address == -1 ? segment.virtualAddress() + inside : address;
            }
        }
        return address;
    }

    @Override
    public String toString() {
        return name();
    }
}
