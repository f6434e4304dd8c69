package dev.skep.bpf.feature;

import dev.skep.bpf.spec.ProgramType;

import java.util.List;

/**
 * That programs of a type can be loaded. Where they can be attached is {@link AttachFeature}'s.
 *
 * @param type the type
 */
public record ProgramTypeFeature(ProgramType type) implements Feature {

    @Override
    public String label() {
        return type.kernelName();
    }

    @Override
    public FeatureGroup group() {
        return FeatureGroup.PROGRAM_TYPE;
    }

    @Override
    public String since() {
        return type.since();
    }

    /** By the conditions in {@code include/linux/bpf_types.h}. */
    @Override
    public List<String> kconfig() {
        return switch (type) {
            case SOCKET_FILTER,
                    SCHED_CLS,
                    SCHED_ACT,
                    XDP,
                    LWT_IN,
                    LWT_OUT,
                    LWT_XMIT,
                    LWT_SEG6LOCAL,
                    SOCK_OPS,
                    SK_SKB,
                    SK_MSG,
                    FLOW_DISSECTOR ->
                    List.of("CONFIG_NET");
            case CGROUP_SKB, CGROUP_SOCK, CGROUP_SOCK_ADDR ->
                    List.of("CONFIG_NET", "CONFIG_CGROUP_BPF");
            case CGROUP_DEVICE, CGROUP_SYSCTL, CGROUP_SOCKOPT -> List.of("CONFIG_CGROUP_BPF");
            case KPROBE, TRACEPOINT, PERF_EVENT, RAW_TRACEPOINT, RAW_TRACEPOINT_WRITABLE ->
                    List.of("CONFIG_BPF_EVENTS");
            case TRACING -> List.of("CONFIG_BPF_EVENTS", "CONFIG_DEBUG_INFO_BTF");
            case LIRC_MODE2 -> List.of("CONFIG_BPF_LIRC_MODE2");
            case SK_REUSEPORT, SK_LOOKUP -> List.of("CONFIG_INET");
            case STRUCT_OPS, EXT -> List.of("CONFIG_BPF_JIT", "CONFIG_DEBUG_INFO_BTF");
            case LSM -> List.of("CONFIG_BPF_LSM", "CONFIG_DEBUG_INFO_BTF");
            case SYSCALL -> List.of();
            case NETFILTER -> List.of("CONFIG_NETFILTER_BPF_LINK");
        };
    }
}
