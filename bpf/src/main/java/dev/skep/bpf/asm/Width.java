package dev.skep.bpf.asm;

/** How many bits of its registers an arithmetic or jump instruction works on. */
public enum Width {
    /**
     * The lower 32 bits; arithmetic zeroes the upper half of its destination. Since Linux 4.14
     * (jumps: 5.1).
     */
    W32,
    /** All 64 bits. */
    W64
}
