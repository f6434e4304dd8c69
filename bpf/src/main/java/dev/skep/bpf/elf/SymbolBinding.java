package dev.skep.bpf.elf;

/** Who sees a symbol: STB_*. */
public enum SymbolBinding {
    /** STB_LOCAL: the source file. */
    LOCAL,
    /** STB_GLOBAL: everybody. */
    GLOBAL,
    /** STB_WEAK: everybody, but a global one of that name wins. */
    WEAK,
    /** STB_GNU_UNIQUE: everybody, once in a process. */
    UNIQUE,
    /** Any other. */
    OTHER;

    static SymbolBinding ofInfo(int info) {
        int code = info >>> 4 & 0xF;
        return code <= 2 ? values()[code] : code == 10 ? UNIQUE : OTHER;
    }
}
