package dev.skep.bpf.info;

import java.util.Locale;
import java.util.Optional;

/**
 * The types of links (uapi {@code bpf.h}, {@code enum bpf_link_type}), in the order of their
 * numbers.
 */
public enum LinkType {
    RAW_TRACEPOINT(1, "5.7"),
    TRACING(2, "5.7"),
    CGROUP(3, "5.7"),
    ITER(4, "5.8"),
    NETNS(5, "5.8"),
    XDP(6, "5.9"),
    PERF_EVENT(7, "5.15"),
    KPROBE_MULTI(8, "5.18"),
    STRUCT_OPS(9, "6.0"),
    NETFILTER(10, "6.4"),
    TCX(11, "6.6"),
    UPROBE_MULTI(12, "6.6"),
    NETKIT(13, "6.7"),
    SOCKMAP(14, "6.10");

    private static final LinkType[] VALUES = values();

    private final int number;
    private final String since;

    LinkType(int number, String since) {
        this.number = number;
        this.since = since;
    }

    /** {@return the number in the kernel's interface} */
    public int number() {
        return number;
    }

    /** {@return the first kernel that has it, as {@code 5.15}} */
    public String since() {
        return since;
    }

    /** {@return the name as bpftool has it, as {@code perf_event}} */
    public String kernelName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** {@return the constant's name in uapi {@code bpf.h}, as {@code BPF_LINK_TYPE_XDP}} */
    public String uapiName() {
        return "BPF_LINK_TYPE_" + name();
    }

    /** {@return the type of that number; empty for 0 and for what a newer kernel has} */
    public static Optional<LinkType> ofNumber(int number) {
        return number < 1 || number > VALUES.length
                ? Optional.empty()
                : Optional.of(VALUES[number - 1]);
    }
}
