package dev.skep.trace.check;

import dev.skep.bpf.spec.ProgramType;
import dev.skep.bpf.target.KernelVersion;
import dev.skep.bpf.target.Target;
import dev.skep.compiler.call.KernelFunction;
import dev.skep.compiler.call.KernelFunctionTable;
import dev.skep.trace.schema.Hook;
import dev.skep.trace.syntax.Span;

/**
 * Where {@code comm(pid)} can be asked for: by a function of the kernel, which only some programs
 * may call.
 */
final class OtherProcess {
    private static final String ADVICE =
            "comm is the name of the current task, pcomm(task) and leader_comm(task) those around"
                    + " a task";

    private final Target target;
    private final Problems problems;

    OtherProcess(Target target, Problems problems) {
        this.target = target;
        this.problems = problems;
    }

    /** {@return whether all attach points of a probe have programs that may; problems are told} */
    boolean isAllowed(Span place, Unit unit) {
        for (ResolvedAttachPoint point : unit.probe().attachPoints()) {
            Hook hook = point.hook();
            String since = KernelFunctionTable.TASK_FROM_PID.since(type(hook));
            if (since.isEmpty()) {
                problems.error(
                        place,
                        "Syntax comm(PID) is not supported in this probe type yet. Type: "
                                + Provider.of(hook).type());
                return false;
            }
            KernelVersion first = KernelVersion.parse(since);
            if (!target.version().isAtLeast(first.major(), first.minor())) {
                problems.error(place, missing(since), ADVICE);
                return false;
            }
        }
        return true;
    }

    private String missing(String since) {
        KernelFunction function = KernelFunctionTable.TASK_FROM_PID;
        boolean isLate = !since.equals(function.since());
        return "comm() of another process needs the kernel function "
                + function.name()
                + ", which is there"
                + (isLate ? " for this probe type" : "")
                + " from Linux "
                + since
                + " on; this is for "
                + target.version();
    }

    /** {@return the type of the programs at a hook, as far as it decides what they may call} */
    private static ProgramType type(Hook hook) {
        return switch (hook) {
            case Hook.OnDemand _, Hook.RawTracepoint _ -> ProgramType.RAW_TRACEPOINT;
            case Hook.Interval _, Hook.Profile _, Hook.Counted _, Hook.Watchpoint _ ->
                    ProgramType.PERF_EVENT;
            case Hook.Tracepoint _ -> ProgramType.TRACEPOINT;
            case Hook.Traced _, Hook.Iterator _ -> ProgramType.TRACING;
            case Hook.Kprobe _,
                    Hook.KprobeAt _,
                    Hook.KprobeMulti _,
                    Hook.Uprobe _,
                    Hook.UprobeMulti _,
                    Hook.Usdt _ ->
                    ProgramType.KPROBE;
        };
    }
}
