package dev.skep.bpf.spec;

/** The BPF_F_* bits of map creation (uapi {@code bpf.h}). */
public final class MapFlags {

    /** BPF_F_NO_PREALLOC: memory is taken when entries are made. */
    public static final int NO_PREALLOCATION = 1;

    /** BPF_F_NO_COMMON_LRU: every CPU has a list of its own of what was used longest ago. */
    public static final int LRU_PER_CPU = 1 << 1;

    /** BPF_F_RDONLY: user space may not write through the descriptor that creation gives. */
    public static final int READ_ONLY = 1 << 3;

    /** BPF_F_RDONLY_PROG: programs may not write. Since Linux 5.2. */
    public static final int READ_ONLY_PROGRAM = 1 << 7;

    /** BPF_F_MMAPABLE: user space may map the values of an array. Since Linux 5.5. */
    public static final int MMAPABLE = 1 << 10;

    /**
     * BPF_F_INNER_MAP: an array may be inside another map in the place of a template of another
     * size. Since Linux 5.10.
     */
    public static final int INNER_MAP = 1 << 12;

    /**
     * BPF_F_RB_OVERWRITE: the newest records of a ring buffer replace the oldest. Since Linux 6.19.
     */
    public static final int OVERWRITING_RING_BUFFER = 1 << 19;

    private MapFlags() {}
}
