package dev.skep.trace.check;

import dev.skep.bpf.target.KernelVersion;
import dev.skep.bpf.target.Target;
import dev.skep.compiler.call.KernelFunctionTable;
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
            Provider provider = Provider.of(point.hook());
            String since = KernelFunctionTable.TASK_FROM_PID.since(provider.program());
            String unsupported =
                    "Syntax comm(PID) is not supported in this probe type yet. Type: "
                            + provider.type();
            if (since.isEmpty()) {
                problems.error(place, unsupported);
                return false;
            }
            KernelVersion first = KernelVersion.parse(since);
            if (target.version().isAtLeast(first.major(), first.minor())) {
                continue;
            }
            if (since.equals(KernelFunctionTable.TASK_FROM_PID.since())) {
                problems.error(place, missing(since), ADVICE);
            } else {
                problems.error(
                        place, unsupported, "Linux " + since + " is the first that lets it ask");
            }
            return false;
        }
        return true;
    }

    private String missing(String since) {
        return "comm() of another process needs the kernel function "
                + KernelFunctionTable.TASK_FROM_PID.name()
                + ", which is there from Linux "
                + since
                + " on; this is for "
                + target.version();
    }
}
