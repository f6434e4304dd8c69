package dev.skep.bpf.spec;

/** The BPF_F_* bits of map creation (uapi {@code bpf.h}). */
public final class MapFlags {

    /** BPF_F_NO_PREALLOC: memory is taken when entries are made. */
    public static final int NO_PREALLOCATION = 1;

    /** BPF_F_RDONLY_PROG: programs may not write. Since Linux 5.2. */
    public static final int READ_ONLY_PROGRAM = 1 << 7;

    /** BPF_F_MMAPABLE: user space may map the values of an array. Since Linux 5.5. */
    public static final int MMAPABLE = 1 << 10;

    private MapFlags() {}
}
