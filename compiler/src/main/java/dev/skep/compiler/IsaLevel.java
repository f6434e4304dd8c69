package dev.skep.compiler;

/** Which instructions may be used; the numbers are those of {@code clang -mcpu}. */
public enum IsaLevel {
    /** 32-bit arithmetic and jumps. Since Linux 5.1; 5.10 is the oldest that Skep runs on. */
    V3,
    /** Sign-extending moves and loads, signed division, byte swaps, long jumps. Since Linux 6.6. */
    V4
}
