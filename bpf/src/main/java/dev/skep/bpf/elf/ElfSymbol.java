package dev.skep.bpf.elf;

/**
 * A symbol.
 *
 * @param name may be empty
 * @param value its address; in a {@link ElfType#RELOCATABLE} file its offset in its section
 * @param size its bytes, 0 if not known
 * @param type what it names
 * @param binding who sees it
 * @param section the index of its section; 0 ({@link #UNDEFINED}) if it is in another file
 */
public record ElfSymbol(
        String name, long value, long size, SymbolType type, SymbolBinding binding, int section) {

    /** SHN_UNDEF: the symbol is in another file. */
    public static final int UNDEFINED = 0;

    /** SHN_ABS: the value is no address. */
    public static final int ABSOLUTE = 0xFFF1;

    /** SHN_COMMON: the linker is to make room for it. */
    public static final int COMMON = 0xFFF2;
}
