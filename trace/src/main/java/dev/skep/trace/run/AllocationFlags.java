package dev.skep.trace.run;

/**
 * The names of allocation flags ({@code gfp_t}), as the kernel's own tracepoints print them: those
 * of several bits first, the widest before others, then those of one bit ({@code
 * include/trace/events/mmflags.h} of Linux 6.18).
 */
final class AllocationFlags {
    private static final String[] NAMES = {
        "GFP_TRANSHUGE",
        "GFP_TRANSHUGE_LIGHT",
        "GFP_HIGHUSER_MOVABLE",
        "GFP_HIGHUSER",
        "GFP_USER",
        "GFP_KERNEL_ACCOUNT",
        "GFP_KERNEL",
        "GFP_NOFS",
        "GFP_ATOMIC",
        "GFP_NOIO",
        "GFP_NOWAIT",
        "GFP_DMA",
        "__GFP_HIGHMEM",
        "GFP_DMA32",
        "__GFP_HIGH",
        "__GFP_IO",
        "__GFP_FS",
        "__GFP_ZERO",
        "__GFP_DIRECT_RECLAIM",
        "__GFP_KSWAPD_RECLAIM",
        "__GFP_WRITE",
        "__GFP_NOWARN",
        "__GFP_RETRY_MAYFAIL",
        "__GFP_NOFAIL",
        "__GFP_NORETRY",
        "__GFP_MEMALLOC",
        "__GFP_COMP",
        "__GFP_NOMEMALLOC",
        "__GFP_HARDWALL",
        "__GFP_THISNODE",
        "__GFP_ACCOUNT",
        "__GFP_ZEROTAGS",
        "__GFP_SKIP_ZERO",
        "__GFP_SKIP_KASAN",
        "__GFP_NO_OBJ_EXT",
    };

    private static final long[] BITS = {
        0x21c24ca, 0x21c20ca, 0x2100cca, 0x100cc2, 0x100cc0, 0x400cc0, 0xcc0, 0xc40, 0x820, 0xc00,
        0x2800, 0x1, 0x2, 0x4, 0x20, 0x40, 0x80, 0x100, 0x400, 0x800, 0x1000, 0x2000, 0x4000,
        0x8000, 0x10000, 0x20000, 0x40000, 0x80000, 0x100000, 0x200000, 0x400000, 0x800000,
        0x1000000, 0x2000000, 0x4000000,
    };

    private AllocationFlags() {}

    /** {@return the names, with {@code |} between them; bits without a name as a number} */
    static String text(long flags) {
        if (flags == 0) {
            return "0";
        }
        StringBuilder out = new StringBuilder();
        long rest = flags;
        for (int i = 0; i < BITS.length; i++) {
            if ((rest & BITS[i]) == BITS[i]) {
                out.append(out.isEmpty() ? "" : "|").append(NAMES[i]);
                rest &= ~BITS[i];
            }
        }
        if (rest != 0) {
            out.append(out.isEmpty() ? "" : "|").append("0x").append(Long.toHexString(rest));
        }
        return out.toString();
    }
}
