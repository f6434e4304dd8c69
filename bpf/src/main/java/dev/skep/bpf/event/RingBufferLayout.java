package dev.skep.bpf.event;

/**
 * How the kernel shares a ring buffer (kernel/bpf/ringbuf.c, since Linux 5.8): a page with the
 * reader's position, a page with the writers' position, then the data, mapped twice so that no
 * record is ever split.
 */
final class RingBufferLayout {

    /** A record starts with a u32 of length and flags and a u32 that is the kernel's own. */
    static final int HEADER_BYTES = 8;

    /** The flag of a record that its writer has not ended yet. */
    static final int BUSY = 1 << 31;

    /** The flag of a record that its writer took back. */
    static final int DISCARDED = 1 << 30;

    private static final int FLAGS = BUSY | DISCARDED;

    private RingBufferLayout() {}

    /** {@return the bytes of a record itself} */
    static int length(int header) {
        return header & ~FLAGS;
    }

    /** {@return bytes from this record's header to the next one's: both rounded up to 8} */
    static int step(int header) {
        return (length(header) + HEADER_BYTES + 7) & -8;
    }
}
