package dev.skep.bpf.elf;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes an ELF object as a compiler for BPF makes it: relocatable, 64 bits, machine {@code
 * EM_BPF}. Sections and symbols come out in the order they were added in; no symbol is local.
 */
public final class ElfWriter {
    private static final ElfLayout LAYOUT = ElfLayout.BITS64;
    private static final int VERSION = 1;
    private static final int CLASS64 = 2;
    private static final int LITTLE_ENDIAN = 1;
    private static final int BIG_ENDIAN = 2;
    private static final int RELOCATABLE = 1;
    private static final int EM_BPF = 247;
    private static final int TABLE_ALIGNMENT = 8;
    private static final int STB_GLOBAL = 1;
    private static final int STB_WEAK = 2;

    /** What a symbol table's section says: only "no symbol" comes before. */
    private static final int FIRST_GLOBAL_SYMBOL = 1;

    /** What a section is for. */
    public enum Use {
        /** Instructions. */
        CODE(1, 0x6),
        /** Data that programs may change. */
        DATA(1, 0x3),
        /** Data that programs only read. */
        READ_ONLY_DATA(1, 0x2),
        /** What only tools and loaders read, such as BTF. */
        INFORMATION(1, 0);

        private final int type;
        private final int flags;

        Use(int type, int flags) {
            this.type = type;
            this.flags = flags;
        }
    }

    /** What a symbol names: the STT_ codes that objects for BPF have. */
    public enum Named {
        /** What is in none of the file's sections. */
        ELSEWHERE(0),
        /** A variable or a map. */
        OBJECT(1),
        /** A function. */
        FUNCTION(2);

        private final int code;

        Named(int code) {
            this.code = code;
        }
    }

    /**
     * A symbol of the file being written.
     *
     * @param name its name
     * @param named what it names
     * @param section the index of its section
     * @param offset its first byte in the section
     * @param size its bytes
     * @param weak whether who uses the file may do without it
     */
    public record Symbol(
            String name, Named named, int section, long offset, long size, boolean weak) {

        /** Makes the symbol of something in a section. */
        public Symbol(String name, Named named, int section, long offset, long size) {
            this(name, named, section, offset, size, false);
        }

        /** {@return the symbol of something that is in none of the file's sections} */
        public static Symbol elsewhere(String name, boolean weak) {
            return new Symbol(name, Named.ELSEWHERE, 0, 0, 0, weak);
        }
    }

    private record Relocation(long offset, int type, Symbol symbol) {}

    private record Section(
            String name,
            int type,
            long flags,
            ByteBuffer contents,
            int link,
            int info,
            int alignment) {

        private static Section of(String name, Use use, byte[] contents, int alignment) {
            return of(name, use.type, use.flags, contents, 0, 0, alignment);
        }

        private static Section table(String name, int type, byte[] contents, int link, int info) {
            return of(name, type, 0, contents, link, info, TABLE_ALIGNMENT);
        }

        private static Section strings(String name, Names names) {
            return of(name, ElfLayout.SHT_STRTAB, 0, names.bytes(), 0, 0, 1);
        }

        private static Section of(
                String name,
                int type,
                long flags,
                byte[] contents,
                int link,
                int info,
                int alignment) {
            return new Section(name, type, flags, ByteBuffer.wrap(contents), link, info, alignment);
        }

        private int entrySize() {
            return switch (type) {
                case ElfLayout.SHT_SYMTAB -> LAYOUT.symbolSize;
                case ElfLayout.SHT_REL -> LAYOUT.relSize;
                default -> 0;
            };
        }
    }

    private final ByteOrder order;
    private final List<Section> sections = new ArrayList<>();
    private final List<Symbol> symbols = new ArrayList<>();
    private final Map<Integer, List<Relocation>> relocations = new HashMap<>();

    /** Creates a writer of a file whose numbers have a byte order. */
    public ElfWriter(ByteOrder order) {
        this.order = order;
        sections.add(Section.of("", ElfLayout.SHT_NULL, 0, new byte[0], 0, 0, 0));
    }

    /**
     * Adds a section.
     *
     * @param name its name
     * @param use what it is for
     * @param contents its bytes
     * @param alignment what its offset in the file is a multiple of, a power of two
     * @return its index
     */
    public int section(String name, Use use, byte[] contents, int alignment) {
        sections.add(Section.of(name, use, contents, alignment));
        return sections.size() - 1;
    }

    /** {@return the symbol, added} */
    public Symbol symbol(Symbol symbol) {
        symbols.add(symbol);
        return symbol;
    }

    /**
     * Has a loader put the address of a symbol into a section.
     *
     * @param section the index of the section
     * @param offset the instruction's first byte in it
     * @param type an R_BPF_ number
     * @param symbol a symbol that was added
     */
    public void relocation(int section, long offset, int type, Symbol symbol) {
        relocations
                .computeIfAbsent(section, s -> new ArrayList<>())
                .add(new Relocation(offset, type, symbol));
    }

    /** {@return the file} */
    public byte[] build() {
        List<Section> all = new ArrayList<>(sections);
        Names names = new Names();
        byte[] symbolTable = symbolTable(names);
        int symbolSection = all.size();
        int nameSection = symbolSection + 1;
        all.add(
                Section.table(
                        ".symtab",
                        ElfLayout.SHT_SYMTAB,
                        symbolTable,
                        nameSection,
                        FIRST_GLOBAL_SYMBOL));
        all.add(Section.strings(".strtab", names));
        for (int i = 0; i < sections.size(); i++) {
            List<Relocation> own = relocations.get(i);
            if (own != null) {
                all.add(
                        Section.table(
                                ".rel" + sections.get(i).name(),
                                ElfLayout.SHT_REL,
                                relocationTable(own),
                                symbolSection,
                                i));
            }
        }
        return file(all);
    }

    private byte[] symbolTable(Names names) {
        // The first one means "no symbol".
        byte[] bytes = new byte[(symbols.size() + 1) * LAYOUT.symbolSize];
        ByteBuffer table = ByteBuffer.wrap(bytes).order(order);
        table.position(LAYOUT.symbolSize);
        for (Symbol symbol : symbols) {
            table.putInt(names.offset(symbol.name()));
            int binding = symbol.weak() ? STB_WEAK : STB_GLOBAL;
            table.put((byte) (binding << 4 | symbol.named().code)).put((byte) 0);
            table.putShort((short) symbol.section());
            table.putLong(symbol.offset()).putLong(symbol.size());
        }
        return bytes;
    }

    private byte[] relocationTable(List<Relocation> own) {
        byte[] bytes = new byte[own.size() * LAYOUT.relSize];
        ByteBuffer table = ByteBuffer.wrap(bytes).order(order);
        for (Relocation relocation : own) {
            long index = symbols.indexOf(relocation.symbol()) + 1L;
            if (index == 0) {
                throw new IllegalArgumentException(
                        relocation.symbol() + " is not a symbol of this file");
            }
            table.putLong(relocation.offset()).putLong(index << 32 | relocation.type());
        }
        return bytes;
    }

    private byte[] file(List<Section> all) {
        Names names = new Names();
        int[] nameOffsets = new int[all.size() + 1];
        for (int i = 0; i < all.size(); i++) {
            nameOffsets[i] = names.offset(all.get(i).name());
        }
        nameOffsets[all.size()] = names.offset(".shstrtab");
        all.add(Section.strings(".shstrtab", names));

        long[] offsets = new long[all.size()];
        long end = LAYOUT.headerSize;
        for (int i = 1; i < offsets.length; i++) {
            end = aligned(end, all.get(i).alignment());
            offsets[i] = end;
            end += all.get(i).contents().capacity();
        }
        int table = Math.toIntExact(aligned(end, TABLE_ALIGNMENT));

        byte[] bytes = new byte[table + all.size() * LAYOUT.sectionSize];
        ByteBuffer file = ByteBuffer.wrap(bytes).order(order);
        header(file, table, all.size());
        for (int i = 1; i < offsets.length; i++) {
            ByteBuffer contents = all.get(i).contents();
            file.put((int) offsets[i], contents, 0, contents.capacity());
        }
        file.position(table);
        for (int i = 0; i < offsets.length; i++) {
            Section section = all.get(i);
            file.putInt(nameOffsets[i]).putInt(section.type());
            file.putLong(section.flags()).putLong(0);
            file.putLong(offsets[i]).putLong(section.contents().capacity());
            file.putInt(section.link()).putInt(section.info());
            file.putLong(section.alignment()).putLong(section.entrySize());
        }
        return bytes;
    }

    private void header(ByteBuffer file, int sectionTable, int sectionCount) {
        file.order(ByteOrder.BIG_ENDIAN).putInt(ElfLayout.MAGIC).order(order);
        file.put((byte) CLASS64);
        file.put((byte) (order == ByteOrder.LITTLE_ENDIAN ? LITTLE_ENDIAN : BIG_ENDIAN));
        file.put((byte) VERSION);
        file.position(ElfLayout.IDENT_SIZE);
        file.putShort((short) RELOCATABLE).putShort((short) EM_BPF).putInt(VERSION);
        file.putLong(0).putLong(0).putLong(sectionTable).putInt(0);
        file.putShort((short) LAYOUT.headerSize).putShort((short) 0).putShort((short) 0);
        file.putShort((short) LAYOUT.sectionSize).putShort((short) sectionCount);
        file.putShort((short) (sectionCount - 1));
    }

    private static long aligned(long offset, int alignment) {
        return alignment <= 1 ? offset : (offset + alignment - 1) & -alignment;
    }

    /** A string table: NUL first, so that offset 0 is the empty string. */
    private static final class Names {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final Map<String, Integer> offsets = new HashMap<>();

        private Names() {
            bytes.write(0);
            offsets.put("", 0);
        }

        private int offset(String name) {
            Integer known = offsets.get(name);
            if (known != null) {
                return known;
            }
            int offset = bytes.size();
            bytes.writeBytes(name.getBytes(StandardCharsets.UTF_8));
            bytes.write(0);
            offsets.put(name, offset);
            return offset;
        }

        private byte[] bytes() {
            return bytes.toByteArray();
        }
    }
}
