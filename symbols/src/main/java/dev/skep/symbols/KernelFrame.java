package dev.skep.symbols;

import org.jspecify.annotations.Nullable;

/**
 * An address in the kernel and what is there.
 *
 * @param address the address
 * @param symbol the function or variable it is in, null if not known
 * @param offset how many bytes from its start, 0 without a symbol
 * @param module the module it is in, null for what is built in or not known
 */
public record KernelFrame(
        long address, @Nullable String symbol, long offset, @Nullable String module) {

    /** {@return {@code symbol+offset}, or the address in hexadecimal} */
    @Override
    public String toString() {
        return symbol == null ? "0x" + Long.toHexString(address) : symbol + "+" + offset;
    }
}
