package dev.skep.trace.lower;

import dev.skep.bpf.spec.AttachType;
import dev.skep.bpf.spec.ProgramType;
import dev.skep.bpf.target.Target;
import dev.skep.trace.schema.Hook;

/** Which programs hooks take, and what the kernel does when they fire. */
final class HookPrograms {
    private HookPrograms() {}

    /** BPF_PROG_TEST_RUN can run raw tracepoint programs, so what is run on demand are such. */
    static ProgramType type(Hook hook) {
        return switch (hook) {
            case Hook.Begin _, Hook.End _, Hook.Signal _, Hook.Test _, Hook.RawTracepoint _ ->
                    ProgramType.RAW_TRACEPOINT;
            case Hook.Bench _ -> ProgramType.XDP;
            case Hook.PerfEvent _ -> ProgramType.PERF_EVENT;
            case Hook.Tracepoint _ -> ProgramType.TRACEPOINT;
            case Hook.KernelProbe _, Hook.UserProbe _ -> ProgramType.KPROBE;
            case Hook.Traced _, Hook.Iterator _ -> ProgramType.TRACING;
        };
    }

    static AttachType attachType(Hook hook) {
        return switch (hook) {
            case Hook.KprobeMulti _ -> AttachType.TRACE_KPROBE_MULTI;
            case Hook.UprobeMulti _ -> AttachType.TRACE_UPROBE_MULTI;
            case Hook.Traced traced ->
                    traced.exit() ? AttachType.TRACE_FEXIT : AttachType.TRACE_FENTRY;
            case Hook.Iterator _ -> AttachType.TRACE_ITER;
            case Hook.OnDemand _,
                    Hook.PerfEvent _,
                    Hook.Tracepoint _,
                    Hook.RawTracepoint _,
                    Hook.KernelProbe _,
                    Hook.UserProbe _ ->
                    AttachType.NONE;
        };
    }

    /** {@return what a program is for, in the terms of its type} */
    static String attachTo(Hook hook) {
        return switch (hook) {
            case Hook.Tracepoint(String category, String event, int _) -> category + ":" + event;
            case Hook.RawTracepoint(String name) -> name;
            case Hook.Kprobe(String function, long _, boolean _) -> function;
            case Hook.Traced(String function, boolean _) -> function;
            case Hook.Iterator(String objects) -> objects;
            case Hook.OnDemand _, Hook.PerfEvent _, Hook.KernelProbe _, Hook.UserProbe _ -> "";
        };
    }

    /**
     * {@return whether a run of the program may begin on a CPU while another one is not over}
     *
     * <p>The kernel keeps programs at perf events (timers, tracepoints) and kprobes from
     * interrupting each other, by {@code bpf_prog_active}; and since Linux 6.1 a raw tracepoint's
     * program, since 5.12 that of a trampoline, from interrupting itself, which it counts as {@code
     * recursion_misses}. Programs of processes may be preempted since 6.0, those of iterators
     * always. What is run on demand is run by one thread.
     */
    static boolean canNest(Hook hook, Target target) {
        return switch (hook) {
            case Hook.RawTracepoint _ -> !target.version().isAtLeast(6, 1);
            case Hook.Traced _ -> !target.version().isAtLeast(5, 12);
            case Hook.UserProbe _ -> target.version().isAtLeast(6, 0);
            case Hook.Iterator _ -> true;
            case Hook.OnDemand _, Hook.PerfEvent _, Hook.Tracepoint _, Hook.KernelProbe _ -> false;
        };
    }

    /**
     * {@return whether a program may run while one of another hook is not over, on the same CPU}
     */
    static boolean interrupts(Hook hook) {
        return switch (hook) {
            case Hook.Signal _,
                    Hook.Test _,
                    Hook.Bench _,
                    Hook.RawTracepoint _,
                    Hook.Traced _,
                    Hook.UserProbe _,
                    Hook.Iterator _ ->
                    true;
            case Hook.Begin _,
                    Hook.End _,
                    Hook.PerfEvent _,
                    Hook.Tracepoint _,
                    Hook.KernelProbe _ ->
                    false;
        };
    }

    /**
     * {@return whether the program itself must see that it is the process of {@code -p} that runs}
     * Others are attached to the process, or are of none.
     */
    static boolean checksProcess(Hook hook) {
        return switch (hook) {
            case Hook.Tracepoint _, Hook.RawTracepoint _, Hook.KernelProbe _, Hook.Traced _ -> true;
            case Hook.OnDemand _, Hook.PerfEvent _, Hook.UserProbe _, Hook.Iterator _ -> false;
        };
    }

    /**
     * {@return whether hooks of that kind are attached in reverse order} Of several programs at one
     * place the kernel runs the one that was attached last first.
     */
    static boolean isReversed(Hook hook) {
        return switch (hook) {
            case Hook.Kprobe kprobe -> !kprobe.returns();
            case Hook.KprobeMulti kprobes -> !kprobes.returns();
            case Hook.KprobeAt _, Hook.UserProbe _, Hook.Traced _, Hook.Iterator _ -> true;
            case Hook.OnDemand _, Hook.PerfEvent _, Hook.Tracepoint _, Hook.RawTracepoint _ ->
                    false;
        };
    }

    /** {@return whether one program does for both, as far as the kernel is concerned} */
    static boolean sameKind(Hook a, Hook b) {
        return switch (a) {
            // Each is reported by itself.
            case Hook.Test _, Hook.Bench _ -> false;
            case Hook.Kprobe one ->
                    b instanceof Hook.Kprobe other && one.returns() == other.returns();
            case Hook.Uprobe one ->
                    b instanceof Hook.Uprobe other && one.returns() == other.returns();
            // Programs of trampolines and iterators are loaded for one thing each.
            case Hook.Traced _, Hook.Iterator _, Hook.KprobeMulti _, Hook.UprobeMulti _ -> false;
            case Hook.OnDemand _,
                    Hook.PerfEvent _,
                    Hook.Tracepoint _,
                    Hook.RawTracepoint _,
                    Hook.KprobeAt _,
                    Hook.Usdt _ ->
                    a.getClass() == b.getClass();
        };
    }
}
