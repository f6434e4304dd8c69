package dev.skep.bpf.feature;

/** Instructions, and what the verifier lets programs do with them. */
public enum InstructionFeature implements Feature {
    /** {@code -mcpu=v2}: jumps if less. */
    ISA_V2("isa-v2", "4.14"),
    /** Calls from one BPF function to another. */
    SUBPROGRAMS("subprograms", "4.16"),
    /** {@code -mcpu=v3}: jumps on 32 bits. */
    ISA_V3("isa-v3", "5.1"),
    /** More than 4096 instructions. */
    LARGE_PROGRAMS("large-programs", "5.2"),
    /** Jumps backwards, where the verifier sees the end. */
    BOUNDED_LOOPS("bounded-loops", "5.3"),
    /** Atomic operations that give the old value. */
    FETCHING_ATOMICS("atomics-fetch", "5.12"),
    /**
     * {@code -mcpu=v4}: sign-extending moves and loads, signed division, byte swaps, long jumps.
     */
    ISA_V4("isa-v4", "6.6"),
    /** Loops that the kernel ends. */
    MAY_GOTO("may-goto", "6.9"),
    /**
     * Signed division, of numbers that only run time knows, that gives the least number where that
     * is divided by -1 (RFC 9669, section 4.1). Before, the processor trapped and the kernel with
     * it.
     */
    SAFE_DIVISION("safe-signed-division", "6.12"),
    /** Loads and stores that order memory. */
    LOAD_ACQUIRE("load-acquire", "6.15");

    private final String label;
    private final String since;

    InstructionFeature(String label, String since) {
        this.label = label;
        this.since = since;
    }

    @Override
    public String label() {
        return label;
    }

    @Override
    public FeatureGroup group() {
        return FeatureGroup.INSTRUCTION;
    }

    @Override
    public String since() {
        return since;
    }
}
