package dev.skep.bpf.asm;

/** What an atomic instruction does to memory (RFC 9669, section 5.3). */
public enum AtomicOperation {
    ADD,
    OR,
    AND,
    XOR,
    /**
     * As {@link #ADD}, and the source register gets the old value. Since Linux 5.12, as all that
     * follow.
     */
    FETCH_ADD,
    FETCH_OR,
    FETCH_AND,
    FETCH_XOR,
    /** Exchanges memory and the source register. */
    XCHG,
    /** Compares memory with R0, stores the source register if equal; R0 gets the old value. */
    CMPXCHG,
    /** Loads into the destination with acquire order. Since Linux 6.15. */
    LOAD_ACQUIRE,
    /** Stores the source with release order. Since Linux 6.15. */
    STORE_RELEASE;

    /** {@return whether memory is read and written in one, rather than loaded or stored only} */
    public boolean modifies() {
        return this != LOAD_ACQUIRE && this != STORE_RELEASE;
    }
}
