package dev.skep.bpf.feature;

import java.util.List;

/**
 * Where programs can be attached, and how. Probed by attaching where that disturbs nobody: to what
 * hardly ever happens, or to what is not there, which tells whether the kernel knows the kind of
 * link.
 */
@SuppressWarnings("ImmutableEnumChecker") // the lists are made by List.of
public enum AttachFeature implements Feature {
    /** Tracepoints, by perf events. */
    TRACEPOINT("tracepoint", "4.7", "CONFIG_BPF_EVENTS", "CONFIG_PERF_EVENTS"),
    /** Timers and other counters of the kernel. */
    SOFTWARE_EVENT("software-event", "4.9", "CONFIG_BPF_EVENTS", "CONFIG_PERF_EVENTS"),
    /** Counters of the processor. */
    HARDWARE_EVENT("hardware-event", "4.9", "CONFIG_BPF_EVENTS", "CONFIG_PERF_EVENTS") {
        @Override
        public String furtherNeed() {
            return "hardware counters, which virtual machines often lack";
        }
    },
    /** Tracepoints with their raw arguments. */
    RAW_TRACEPOINT("raw-tracepoint", "4.17", "CONFIG_BPF_EVENTS"),
    /** Entries of kernel functions. */
    KPROBE("kprobe", "4.17", "CONFIG_KPROBE_EVENTS", "CONFIG_BPF_EVENTS"),
    /** Places in files that processes run. */
    UPROBE("uprobe", "4.17", "CONFIG_UPROBE_EVENTS", "CONFIG_BPF_EVENTS"),
    /** Tracepoints with typed arguments. */
    BTF_TRACEPOINT("btf-tracepoint", "5.5", "CONFIG_BPF_EVENTS", "CONFIG_DEBUG_INFO_BTF"),
    /** Entries of kernel functions, by a trampoline. */
    FENTRY("fentry", "5.5", Kconfig.TRAMPOLINE),
    /** Returns of kernel functions, with their arguments. */
    FEXIT("fexit", "5.5", Kconfig.TRAMPOLINE),
    /** Results of kernel functions that may be changed. */
    FMOD_RET(
            "fmod-ret",
            "5.7",
            "CONFIG_BPF_EVENTS",
            "CONFIG_BPF_JIT",
            "CONFIG_DEBUG_INFO_BTF",
            "CONFIG_DYNAMIC_FTRACE_WITH_DIRECT_CALLS",
            "CONFIG_FUNCTION_ERROR_INJECTION"),
    /** Hooks of security modules. */
    LSM("lsm", "5.7", "CONFIG_BPF_LSM", "CONFIG_DEBUG_INFO_BTF", "CONFIG_BPF_JIT") {
        @Override
        public String furtherNeed() {
            return "bpf among the active security modules (lsm= on the kernel's command line)";
        }
    },
    /** Links to cgroups. */
    CGROUP_LINK("cgroup-link", "5.7", "CONFIG_CGROUP_BPF", "CONFIG_NET"),
    /** Iterators over kernel objects. */
    ITERATOR("iterator", "5.8", "CONFIG_BPF_EVENTS", "CONFIG_DEBUG_INFO_BTF"),
    /** Links to network namespaces. */
    NETWORK_NAMESPACE_LINK("netns-link", "5.8", "CONFIG_NET"),
    /** Links to network devices, before the stack sees a packet. */
    XDP_LINK("xdp-link", "5.9", "CONFIG_NET"),
    /** Links on perf events, which carry cookies. */
    PERF_EVENT_LINK("perf-event-link", "5.15", "CONFIG_PERF_EVENTS", "CONFIG_BPF_EVENTS"),
    /** Many kernel functions in one link. */
    KPROBE_MULTI("kprobe-multi", "5.18", "CONFIG_FPROBE", "CONFIG_BPF_EVENTS"),
    /** Many places of a file in one link. */
    UPROBE_MULTI("uprobe-multi", "6.6", "CONFIG_UPROBE_EVENTS", "CONFIG_BPF_EVENTS"),
    /** Links to traffic control of network devices. */
    TCX_LINK("tcx-link", "6.6", "CONFIG_NET_XGRESS");

    /** Lists that several constants share; a constant can't refer to a field of its own enum. */
    private static final class Kconfig {
        static final String[] TRAMPOLINE = {
            "CONFIG_BPF_EVENTS",
            "CONFIG_BPF_JIT",
            "CONFIG_DEBUG_INFO_BTF",
            "CONFIG_DYNAMIC_FTRACE_WITH_DIRECT_CALLS"
        };

        private Kconfig() {}
    }

    private final String label;
    private final String since;
    private final List<String> kconfig;

    AttachFeature(String label, String since, String... kconfig) {
        this.label = label;
        this.since = since;
        this.kconfig = List.of(kconfig);
    }

    @Override
    public String label() {
        return label;
    }

    @Override
    public FeatureGroup group() {
        return FeatureGroup.ATTACHING;
    }

    @Override
    public String since() {
        return since;
    }

    @Override
    public List<String> kconfig() {
        return kconfig;
    }
}
