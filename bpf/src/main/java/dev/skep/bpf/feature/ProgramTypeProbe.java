package dev.skep.bpf.feature;

import dev.skep.bpf.asm.Code;
import dev.skep.bpf.btf.Btf;
import dev.skep.bpf.btf.BtfKind;
import dev.skep.bpf.spec.AttachType;
import dev.skep.bpf.spec.ProgramType;
import dev.skep.sys.Errno;

import org.jspecify.annotations.Nullable;

/** Loads the shortest program of a type. */
final class ProgramTypeProbe {

    /** A tracepoint that every kernel with BTF has, and that fires for new tasks only. */
    static final String QUIET_TRACEPOINT = "task_newtask";

    /** A hook that only the bpf system call runs through. */
    static final String OWN_LSM_HOOK = "bpf_lsm_bpf";

    private static final int SLEEPABLE = 1 << 4;

    /** No function has it: id 1 is an integer in every kernel's BTF. */
    private static final int NO_FUNCTION = 1;

    private final Trial trial;
    private final Verdicts verdicts;

    ProgramTypeProbe(Trial trial, Verdicts verdicts) {
        this.trial = trial;
        this.verdicts = verdicts;
    }

    Answer of(ProgramTypeFeature feature) {
        TrialProgram program = minimal(feature.type(), Trial.returnZero());
        if (program == null) {
            return verdicts.impossible(feature, "the kernel's BTF lacks what it would attach to");
        }
        Attempt attempt = trial.load(program);
        return switch (feature.type()) {
            // Without members to check against, a kernel that knows the type says so.
            case STRUCT_OPS -> verdicts.of(feature, attempt, Errno.ENOTSUPP);
            // It replaces functions of other programs; the kernel's own can't be.
            case EXT ->
                    attempt.log().contains("Cannot replace kernel functions")
                            ? Answer.yes()
                            : verdicts.of(feature, attempt);
            case SOCKET_FILTER,
                    KPROBE,
                    SCHED_CLS,
                    SCHED_ACT,
                    TRACEPOINT,
                    XDP,
                    PERF_EVENT,
                    CGROUP_SKB,
                    CGROUP_SOCK,
                    LWT_IN,
                    LWT_OUT,
                    LWT_XMIT,
                    SOCK_OPS,
                    SK_SKB,
                    CGROUP_DEVICE,
                    SK_MSG,
                    RAW_TRACEPOINT,
                    CGROUP_SOCK_ADDR,
                    LWT_SEG6LOCAL,
                    LIRC_MODE2,
                    SK_REUSEPORT,
                    FLOW_DISSECTOR,
                    CGROUP_SYSCTL,
                    RAW_TRACEPOINT_WRITABLE,
                    CGROUP_SOCKOPT,
                    TRACING,
                    LSM,
                    SK_LOOKUP,
                    SYSCALL,
                    NETFILTER ->
                    verdicts.of(feature, attempt);
        };
    }

    /**
     * {@return a program with what its type demands beside the code; null if the kernel's BTF lacks
     * what it would attach to}
     */
    @Nullable TrialProgram minimal(ProgramType type, Code code) {
        TrialProgram program = TrialProgram.of(type, code);
        return switch (type) {
            case CGROUP_SOCK_ADDR -> program.with(AttachType.CGROUP_INET4_CONNECT);
            case CGROUP_SOCKOPT -> program.with(AttachType.CGROUP_GETSOCKOPT);
            case SK_LOOKUP -> program.with(AttachType.SK_LOOKUP);
            case LIRC_MODE2 -> program.with(AttachType.LIRC_MODE2);
            case NETFILTER -> program.with(AttachType.NETFILTER);
            case SYSCALL -> program.withFlags(SLEEPABLE);
            case TRACING ->
                    attached(
                            program.with(AttachType.TRACE_RAW_TP),
                            "btf_trace_" + QUIET_TRACEPOINT,
                            BtfKind.TYPEDEF);
            case LSM -> attached(program.with(AttachType.LSM_MAC), OWN_LSM_HOOK, BtfKind.FUNC);
            case EXT -> program.attachedTo(NO_FUNCTION);
            case SOCKET_FILTER,
                    KPROBE,
                    SCHED_CLS,
                    SCHED_ACT,
                    TRACEPOINT,
                    XDP,
                    PERF_EVENT,
                    CGROUP_SKB,
                    CGROUP_SOCK,
                    LWT_IN,
                    LWT_OUT,
                    LWT_XMIT,
                    SOCK_OPS,
                    SK_SKB,
                    CGROUP_DEVICE,
                    SK_MSG,
                    RAW_TRACEPOINT,
                    LWT_SEG6LOCAL,
                    SK_REUSEPORT,
                    FLOW_DISSECTOR,
                    CGROUP_SYSCTL,
                    RAW_TRACEPOINT_WRITABLE,
                    STRUCT_OPS ->
                    program;
        };
    }

    /** {@return the program, attached to what has that name; null if nothing has} */
    @Nullable TrialProgram attached(TrialProgram program, String name, BtfKind kind) {
        Btf btf = trial.target().btf().orElse(null);
        int id = btf == null ? 0 : btf.find(name, kind);
        return id == 0 ? null : program.attachedTo(id);
    }
}
