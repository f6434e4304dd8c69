package dev.skep.bpf.feature;

/** What maps can do beside keeping entries. */
public enum MapFeature implements Feature {
    /** Key and value described by BTF. */
    TYPED("btf-types", "4.18"),
    /** A map that programs can't write to. */
    READ_ONLY_FOR_PROGRAMS("read-only", "5.2"),
    /** A map that is made read-only for user space. */
    FREEZE("freeze", "5.2"),
    /** An array whose values user space maps into its memory. */
    MMAPABLE("mmapable-array", "5.5"),
    /** Many entries read in one call. */
    BATCH("batch", "5.6"),
    /** Inner arrays of another size than the template's. */
    INNER_ARRAY_SIZE("inner-array-size", "5.10"),
    /** Keys of hashes that are longer than 512 bytes. */
    LONG_KEY("long-hash-key", "5.11"),
    /** Entries of a hash read and removed in one call. */
    TAKE("lookup-and-delete", "5.14"),
    /** A ring buffer whose newest records replace the oldest. */
    OVERWRITING_RING_BUFFER("ringbuf-overwrite", "6.19");

    private final String label;
    private final String since;

    MapFeature(String label, String since) {
        this.label = label;
        this.since = since;
    }

    @Override
    public String label() {
        return label;
    }

    @Override
    public FeatureGroup group() {
        return FeatureGroup.MAP;
    }

    @Override
    public String since() {
        return since;
    }
}
