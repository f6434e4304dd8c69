package dev.skep.bpf.elf;

/**
 * A relocation: where the value of a symbol is to be put in.
 *
 * @param offset where; in a {@link ElfType#RELOCATABLE} file in the section that is changed,
 *     otherwise an address
 * @param symbol the index of the symbol in the table that the section of relocations is linked to
 * @param type how; its meaning depends on the machine
 * @param addend what to add; 0 in SHT_REL, where it is in the place that is changed
 */
public record ElfRelocation(long offset, int symbol, int type, long addend) {}
