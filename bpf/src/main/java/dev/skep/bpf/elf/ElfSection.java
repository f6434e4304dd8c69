package dev.skep.bpf.elf;

/**
 * A section header.
 *
 * @param index its number; 0 is never a section
 * @param name such as {@code .text}
 * @param type SHT_* of {@code elf.h}: {@link #PROGBITS}, {@link #NOBITS}, …
 * @param flags {@link #WRITE}, {@link #ALLOC}, {@link #EXECUTE}, {@link #COMPRESSED}, …
 * @param address where it is in memory, 0 if nowhere
 * @param offset where it is in the file
 * @param size its bytes; those of {@link #NOBITS} are not in the file
 * @param link a section it belongs with: of symbols their strings, of relocations their symbols
 * @param info of relocations the section they change
 * @param alignment of its address, 0 and 1 are none
 * @param entrySize the bytes of one entry if it is a table
 */
public record ElfSection(
        int index,
        String name,
        int type,
        long flags,
        long address,
        long offset,
        long size,
        int link,
        int info,
        long alignment,
        long entrySize) {

    /** SHT_PROGBITS. */
    public static final int PROGBITS = 1;

    /** SHT_NOBITS: all zero, not in the file. */
    public static final int NOBITS = ElfLayout.SHT_NOBITS;

    /** SHF_WRITE. */
    public static final long WRITE = 1;

    /** SHF_ALLOC: in memory when the file runs. */
    public static final long ALLOC = 2;

    /** SHF_EXECINSTR. */
    public static final long EXECUTE = 4;

    /** SHF_COMPRESSED. */
    public static final long COMPRESSED = 0x800;

    /** {@return whether all bits of {@code flag} are set} */
    public boolean has(long flag) {
        return (flags & flag) == flag;
    }

    /** {@return whether it holds relocations, of either form} */
    public boolean isRelocations() {
        return type == ElfLayout.SHT_REL || type == ElfLayout.SHT_RELA;
    }
}
