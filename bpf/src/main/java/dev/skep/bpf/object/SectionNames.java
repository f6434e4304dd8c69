package dev.skep.bpf.object;

import dev.skep.bpf.spec.AttachType;
import dev.skep.bpf.spec.ProgramSpec;

import java.util.Locale;

/**
 * The names of sections by which libbpf knows the type of a program and what it attaches to
 * (libbpf's {@code section_defs}).
 */
final class SectionNames {

    private SectionNames() {}

    /** {@return the name of the section for a program} */
    static String of(ProgramSpec program) {
        String kind = kind(program);
        String target = program.attachTo().replace(':', '/');
        return target.isEmpty() ? kind : kind + "/" + target;
    }

    private static String kind(ProgramSpec program) {
        return switch (program.type()) {
            case KPROBE -> probe(program.attachType());
            case TRACING -> traced(program.attachType());
            case TRACEPOINT -> "tracepoint";
            case RAW_TRACEPOINT -> "raw_tp";
            case RAW_TRACEPOINT_WRITABLE -> "raw_tp.w";
            case PERF_EVENT -> "perf_event";
            case LSM -> program.attachType() == AttachType.LSM_CGROUP ? "lsm_cgroup" : "lsm";
            case EXT -> "freplace";
            case SOCKET_FILTER -> "socket";
            case SCHED_CLS -> "tc";
            case SCHED_ACT -> "action";
            case SOCK_OPS -> "sockops";
            case CGROUP_DEVICE -> "cgroup/dev";
            case CGROUP_SYSCTL -> "cgroup/sysctl";
            case CGROUP_SKB ->
                    program.attachType() == AttachType.CGROUP_INET_EGRESS
                            ? "cgroup_skb/egress"
                            : "cgroup_skb/ingress";
            case XDP,
                    CGROUP_SOCK,
                    CGROUP_SOCK_ADDR,
                    CGROUP_SOCKOPT,
                    LWT_IN,
                    LWT_OUT,
                    LWT_XMIT,
                    LWT_SEG6LOCAL,
                    SK_SKB,
                    SK_MSG,
                    LIRC_MODE2,
                    SK_REUSEPORT,
                    FLOW_DISSECTOR,
                    STRUCT_OPS,
                    SK_LOOKUP,
                    SYSCALL,
                    NETFILTER ->
                    program.type().name().toLowerCase(Locale.ROOT);
        };
    }

    private static String probe(AttachType type) {
        return switch (type) {
            case TRACE_KPROBE_MULTI -> "kprobe.multi";
            case TRACE_KPROBE_SESSION -> "kprobe.session";
            case TRACE_UPROBE_MULTI -> "uprobe.multi";
            case TRACE_UPROBE_SESSION -> "uprobe.session";
            // One type serves entries and returns of functions of the kernel and of programs:
            // which it is, is decided by what it is attached with.
            default -> "kprobe";
        };
    }

    private static String traced(AttachType type) {
        return switch (type) {
            case TRACE_FENTRY -> "fentry";
            case TRACE_FEXIT -> "fexit";
            case MODIFY_RETURN -> "fmod_ret";
            case TRACE_ITER -> "iter";
            default -> "tp_btf";
        };
    }
}
