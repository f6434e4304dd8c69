package dev.skep.symbols;

import org.jspecify.annotations.Nullable;

/**
 * An address in a process and what is there.
 *
 * @param address the address
 * @param symbol the function it is in, null if not known
 * @param offset how many bytes from its start, 0 without a symbol
 * @param module the file it is in, as the process sees its path; {@code [vdso]}; for compiled code
 *     of a JIT its perf map; null if not known
 * @param moduleOffset where in that file the address is, 0 where it is in none
 */
public record UserFrame(
        long address,
        @Nullable String symbol,
        long offset,
        @Nullable String module,
        long moduleOffset) {

    /** {@return {@code symbol+offset}, or the address in hexadecimal} */
    @Override
    public String toString() {
        return symbol == null ? "0x" + Long.toHexString(address) : symbol + "+" + offset;
    }

    static UserFrame unknown(long address) {
        return new UserFrame(address, null, 0, null, 0);
    }
}
