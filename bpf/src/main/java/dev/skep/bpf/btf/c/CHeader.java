package dev.skep.bpf.btf.c;

/**
 * A {@code vmlinux.h}: all that BPF programs in C need of a kernel instead of its headers. {@link
 * #BEGIN}, definitions by {@link CDump}, declarations of kernel functions, {@link #END}.
 */
public final class CHeader {
    /**
     * The first lines. Accesses to structs become CO-RE relocations unless {@code
     * BPF_NO_PRESERVE_ACCESS_INDEX} is defined.
     */
    public static final String BEGIN =
            """
            #ifndef __VMLINUX_H__
            #define __VMLINUX_H__

            #ifndef BPF_NO_PRESERVE_ACCESS_INDEX
            #pragma clang attribute push (__attribute__((preserve_access_index)), apply_to = record)
            #endif

            """;

    /** The last lines. */
    public static final String END =
            """
            #ifndef BPF_NO_PRESERVE_ACCESS_INDEX
            #pragma clang attribute pop
            #endif

            #endif /* __VMLINUX_H__ */
            """;

    private CHeader() {}
}
