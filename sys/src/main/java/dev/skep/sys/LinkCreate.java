package dev.skep.sys;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * A link between a program and what it is attached to, in the kernel's terms (uapi {@code bpf.h},
 * {@code BPF_LINK_CREATE}).
 */
public sealed interface LinkCreate {

    /** {@return the program's descriptor} */
    int program();

    /**
     * To a perf event: tracepoint, kprobe, uprobe, timer. Since Linux 5.15.
     *
     * @param cookie what {@code bpf_get_attach_cookie} returns
     */
    record PerfEvent(int program, int perfEvent, long cookie) implements LinkCreate {}

    /**
     * To what a program of BTF type was loaded for: a function's entry or exit, a BTF tracepoint, a
     * security hook.
     *
     * @param attachType the number of the attach type the program was loaded with
     * @param cookie what {@code bpf_get_attach_cookie} returns. Since Linux 6.0
     */
    record Tracing(int program, int attachType, long cookie) implements LinkCreate {}

    /** To an iterator over kernel objects of one kind. Since Linux 5.9. */
    record Iterator(int program) implements LinkCreate {}

    /**
     * To many kernel functions at once. Since Linux 5.18, with CONFIG_FPROBE.
     *
     * @param returns whether it runs at their returns
     * @param symbols the functions' names; one that is not there fails all
     * @param cookies one for each symbol, or null
     */
    @SuppressWarnings("ArrayRecordComponent") // a request, handed over once
    record KprobeMulti(
            int program, boolean returns, List<String> symbols, long @Nullable [] cookies)
            implements LinkCreate {
        public KprobeMulti {
            symbols = List.copyOf(symbols);
        }

        /** Without cookies. */
        public KprobeMulti(int program, boolean returns, List<String> symbols) {
            this(program, returns, symbols, null);
        }
    }

    /**
     * To many places of one file at once. Since Linux 6.6.
     *
     * @param path the file
     * @param returns whether it runs at the returns of functions
     * @param offsets where in the file, in bytes
     * @param referenceCounters for each place the file offset of a semaphore to raise, or null
     * @param cookies one for each place, or null
     * @param pid the process, or 0 for all
     */
    @SuppressWarnings("ArrayRecordComponent") // a request, handed over once
    record UprobeMulti(
            int program,
            String path,
            boolean returns,
            long[] offsets,
            long @Nullable [] referenceCounters,
            long @Nullable [] cookies,
            int pid)
            implements LinkCreate {}

    /**
     * To a cgroup. Since Linux 5.7.
     *
     * @param cgroup descriptor of the cgroup's folder
     * @param attachType the number of the attach type
     */
    record Cgroup(int program, int cgroup, int attachType) implements LinkCreate {}

    /**
     * To a network device. Since Linux 5.9.
     *
     * @param device the device's index
     * @param flags XDP_FLAGS_*: 2 generic, 4 driver, 8 hardware, 0 as the kernel chooses
     */
    record Xdp(int program, int device, int flags) implements LinkCreate {}

    /**
     * To traffic control of a network device. Since Linux 6.6.
     *
     * @param device the device's index
     * @param attachType the number of the attach type: what comes in, or what goes out
     */
    record Tcx(int program, int device, int attachType) implements LinkCreate {}

    /**
     * To a network namespace. Since Linux 5.8.
     *
     * @param namespace descriptor of the namespace's file
     * @param attachType the number of the attach type: flow dissector, or socket lookup (5.9)
     */
    record NetworkNamespace(int program, int namespace, int attachType) implements LinkCreate {}
}
