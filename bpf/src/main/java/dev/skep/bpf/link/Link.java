package dev.skep.bpf.link;

import dev.skep.bpf.info.LinkInfo;

import java.util.Optional;

/**
 * A program attached to something. Closing it, or the end of the process, detaches the program. A
 * link that was not closed is never detached by the garbage collector, but reported to {@link
 * System.Logger} {@code dev.skep.bpf.link}.
 */
public sealed interface Link extends AutoCloseable permits DescriptorLink {

    /** {@return what the program is attached to, as {@code tracepoint sched:sched_switch}} */
    String target();

    /** {@return the form of attachment that was taken, where the kernel offers several} */
    Form form();

    /**
     * {@return the event that the probe was made as in tracefs, as {@code
     * kprobes/skep_4711_0_vfs_read_0x0}; empty where a PMU made it, and for what is no kprobe or
     * uprobe} Unlike all else such an event outlives a process that is killed: {@link
     * AbandonedProbes} finds it.
     */
    Optional<String> tracefsEvent();

    /**
     * {@return what the kernel tells of it; empty where the form of attachment is no link of the
     * kernel's} Since Linux 5.8.
     *
     * @throws dev.skep.bpf.KernelException if the kernel refuses
     */
    Optional<LinkInfo> info();

    /** Detaches the program; does nothing the second time. */
    @Override
    void close();

    /** How a program is attached. */
    enum Form {
        /** A link on perf events. Since Linux 5.15. */
        PERF_EVENT_LINK,
        /** Set into perf events by ioctl. */
        PERF_EVENT_IOCTL,
        /** Held by a raw tracepoint descriptor. Since Linux 4.17. */
        RAW_TRACEPOINT,
        /** A link on what the program was loaded for by BTF. Since Linux 5.5. */
        TRACING,
        /** A link on an iterator. Since Linux 5.9. */
        ITERATOR,
        /** A link on many kernel functions. Since Linux 5.18. */
        KPROBE_MULTI,
        /** A link on many places of a file. Since Linux 6.6. */
        UPROBE_MULTI,
        /** A link on a cgroup. Since Linux 5.7. */
        CGROUP,
        /** A link on a network device. Since Linux 5.9. */
        XDP
    }
}
