package dev.skep.bpf.elf;

/** What kind of file it is: e_type. */
public enum ElfType {
    /** ET_REL: an object of a compiler, not yet linked; addresses are offsets in sections. */
    RELOCATABLE,
    /** ET_EXEC: a program that runs only at the addresses it says. */
    EXECUTABLE,
    /** ET_DYN: a library, or a program that runs at any address (PIE). */
    SHARED,
    /** ET_CORE: the memory of a process. */
    CORE,
    /** Any other. */
    OTHER;

    static ElfType ofCode(int code) {
        return code >= 1 && code <= 4 ? values()[code - 1] : OTHER;
    }
}
