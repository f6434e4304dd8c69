package dev.skep.bpf.elf;

/**
 * Where things are in an ELF file: {@code elf.h}. What differs between the classes is a field, by
 * class; what is equal is a constant.
 */
enum ElfLayout {
    BITS32(52, 32, 40, 16, 8, 12),
    BITS64(64, 56, 64, 24, 16, 24);

    static final int MAGIC = 0x7F454C46; // as big-endian bytes
    static final int IDENT_CLASS = 4;
    static final int IDENT_DATA = 5;
    static final int IDENT_VERSION = 6;
    static final int IDENT_OSABI = 7;
    static final int IDENT_SIZE = 16;
    static final int TYPE = 16;
    static final int MACHINE = 18;
    static final int ENTRY = 24;

    // Section types
    static final int SHT_NULL = 0;
    static final int SHT_SYMTAB = 2;
    static final int SHT_STRTAB = 3;
    static final int SHT_RELA = 4;
    static final int SHT_NOTE = 7;
    static final int SHT_NOBITS = 8;
    static final int SHT_REL = 9;
    static final int SHT_DYNSYM = 11;
    static final int SHT_SYMTAB_SHNDX = 18;
    static final int SHT_GNU_VERDEF = 0x6FFFFFFD;
    static final int SHT_GNU_VERNEED = 0x6FFFFFFE;
    static final int SHT_GNU_VERSYM = 0x6FFFFFFF;

    // Section indexes with a meaning of their own
    static final int SHN_LORESERVE = 0xFF00;
    static final int SHN_XINDEX = 0xFFFF;

    /** e_phnum when there are more segments than it can count. */
    static final int PN_XNUM = 0xFFFF;

    static final int PT_LOAD = 1;
    static final int PT_NOTE = 4;

    final int headerSize;
    final int segmentSize;
    final int sectionSize;
    final int symbolSize;
    final int relSize;
    final int relaSize;

    ElfLayout(
            int headerSize,
            int segmentSize,
            int sectionSize,
            int symbolSize,
            int relSize,
            int relaSize) {
        this.headerSize = headerSize;
        this.segmentSize = segmentSize;
        this.sectionSize = sectionSize;
        this.symbolSize = symbolSize;
        this.relSize = relSize;
        this.relaSize = relaSize;
    }

    boolean is64() {
        return this == BITS64;
    }

    /** {@return the bytes of an address, an offset and a size} */
    int wordSize() {
        return is64() ? 8 : 4;
    }

    // ---- the file's header

    int segmentsOffset() {
        return ENTRY + wordSize();
    }

    int sectionsOffset() {
        return segmentsOffset() + wordSize();
    }

    int flags() {
        return sectionsOffset() + wordSize();
    }

    int segmentEntrySize() {
        return flags() + 6;
    }

    int segmentCount() {
        return flags() + 8;
    }

    int sectionEntrySize() {
        return flags() + 10;
    }

    int sectionCount() {
        return flags() + 12;
    }

    int sectionNames() {
        return flags() + 14;
    }
}
