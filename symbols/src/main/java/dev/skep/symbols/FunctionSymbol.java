package dev.skep.symbols;

import org.jspecify.annotations.Nullable;

/**
 * A function of a binary.
 *
 * @param name its name as in the file: C++ and Rust names are mangled
 * @param version its version in a library that has such, otherwise null
 * @param address its address before the loader moves the file
 * @param fileOffset where it is in the file: what a uprobe is attached to
 * @param size its bytes, 0 if not known
 * @param indirect whether at that place is not the function but what chooses one when the program
 *     starts (STT_GNU_IFUNC): a uprobe there fires once, not on calls
 */
public record FunctionSymbol(
        String name,
        @Nullable String version,
        long address,
        long fileOffset,
        long size,
        boolean indirect) {}
