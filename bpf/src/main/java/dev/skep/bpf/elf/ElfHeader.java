package dev.skep.bpf.elf;

import java.nio.ByteOrder;

/**
 * What stands at the start of an ELF file.
 *
 * @param is64 whether addresses have 64 bits, otherwise 32
 * @param order the byte order of the whole file
 * @param type what kind of file it is
 * @param machine what it is for, EM_* of {@code elf.h}: {@link #X86_64}, {@link #BPF}, …
 * @param entry the address at which a program starts, 0 for none
 * @param flags meaning depends on the machine
 */
public record ElfHeader(
        boolean is64, ByteOrder order, ElfType type, int machine, long entry, int flags) {

    /** EM_386. */
    public static final int I386 = 3;

    /** EM_X86_64. */
    public static final int X86_64 = 62;

    /** EM_AARCH64. */
    public static final int AARCH64 = 183;

    /** EM_BPF. */
    public static final int BPF = 247;
}
