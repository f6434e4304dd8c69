package dev.skep.bpf.elf;

/** What a symbol names: STT_*. */
public enum SymbolType {
    /** STT_NOTYPE: often a label in an assembler's file. */
    NOTYPE,
    /** STT_OBJECT: data. */
    OBJECT,
    /** STT_FUNC. */
    FUNC,
    /** STT_SECTION. */
    SECTION,
    /** STT_FILE: the name of a source file. */
    FILE,
    /** STT_COMMON. */
    COMMON,
    /** STT_TLS: an offset in the memory of a thread. */
    TLS,
    /** STT_GNU_IFUNC: at its address is not the function but what chooses one at start. */
    IFUNC,
    /** Any other. */
    OTHER;

    static SymbolType ofInfo(int info) {
        int code = info & 0xF;
        return code <= 6 ? values()[code] : code == 10 ? IFUNC : OTHER;
    }
}
