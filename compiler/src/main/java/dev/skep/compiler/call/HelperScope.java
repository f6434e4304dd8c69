package dev.skep.compiler.call;

import dev.skep.bpf.spec.ProgramType;

/**
 * Which types of programs a helper is for, as the functions {@code …_func_proto} of the kernel
 * decide. Where they changed their mind over time this says yes: what is refused here, no kernel
 * takes.
 */
public enum HelperScope {
    /** All ({@code bpf_base_func_proto}). */
    ALL("all programs"),
    /** Those that trace, and those that run for a process ({@code bpf_tracing_func_proto}). */
    TASK("programs that trace or run for a process"),
    /** Those that trace. */
    TRACING("programs that trace"),
    /** Those on kernel and user functions, by kprobe or by trampoline. */
    FUNCTIONS("programs on functions"),
    /** Those on kernel functions by kprobe. */
    KPROBE("kprobe programs"),
    /** Those that are attached by the kernel's types: fentry, iterators and the like. */
    TYPED("programs typed by BTF");

    private final String text;

    HelperScope(String text) {
        this.text = text;
    }

    /** {@return the programs in words, as in an error} */
    public String text() {
        return text;
    }

    /** {@return whether programs of a type may call the helper} */
    public boolean has(ProgramType type) {
        return switch (this) {
            case ALL -> true;
            case TASK -> !isForPackets(type);
            case TRACING -> isTracing(type);
            case FUNCTIONS -> type == ProgramType.KPROBE || type == ProgramType.TRACING;
            case KPROBE -> type == ProgramType.KPROBE;
            case TYPED -> type == ProgramType.TRACING || type == ProgramType.LSM;
        };
    }

    private static boolean isTracing(ProgramType type) {
        return type == ProgramType.KPROBE
                || type == ProgramType.TRACEPOINT
                || type == ProgramType.PERF_EVENT
                || type == ProgramType.RAW_TRACEPOINT
                || type == ProgramType.RAW_TRACEPOINT_WRITABLE
                || type == ProgramType.TRACING
                || type == ProgramType.LSM;
    }

    private static boolean isForPackets(ProgramType type) {
        return type == ProgramType.SOCKET_FILTER
                || type == ProgramType.XDP
                || type == ProgramType.SK_LOOKUP
                || type == ProgramType.FLOW_DISSECTOR
                || type == ProgramType.NETFILTER;
    }
}
