package dev.skep.bpf.elf;

/**
 * The version of a symbol of a library: {@code GLIBC_2.34}.
 *
 * @param name what it is called
 * @param isDefault whether the linker takes this one for the bare name ({@code @@})
 */
public record SymbolVersion(String name, boolean isDefault) {}
