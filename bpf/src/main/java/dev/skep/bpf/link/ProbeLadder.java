package dev.skep.bpf.link;

import dev.skep.bpf.AttachException;
import dev.skep.bpf.BpfProgram;
import dev.skep.bpf.UnsupportedByKernelException;
import dev.skep.bpf.handle.LoadedProgram;
import dev.skep.bpf.target.Target;
import dev.skep.sys.Errno;
import dev.skep.sys.Kernel;
import dev.skep.sys.PerfEvent;

import java.io.IOException;

/**
 * The two ways to a kprobe or uprobe (trap T24): an event of its PMU, which goes with its
 * descriptor, and where that is refused a line in tracefs, which has to be removed.
 */
final class ProbeLadder {

    private final BpfProgram program;
    private final Kernel kernel;
    private final Target target;

    ProbeLadder(BpfProgram program, Target target) {
        this.program = program;
        this.kernel = ((LoadedProgram) program).descriptor().kernel();
        this.target = target;
    }

    /**
     * Attaches the program.
     *
     * @throws UnsupportedByKernelException if the kernel knows neither way
     * @throws AttachException if it knows one and refuses
     */
    Link attach(ProbePlace place) {
        PmuProbe pmu = PmuProbe.of(place.pmu(), target);
        int refused = -Errno.ENOENT;
        if (pmu != null) {
            int opened = place.open(pmu, kernel);
            if (opened >= 0) {
                return new PerfEvents(program, place.name(), 0)
                        .attach(PerfEvents.ALL_CPUS, cpu -> opened, null);
            }
            refused = opened;
            if (opened != -Errno.ENOENT && opened != -Errno.EINVAL) {
                throw new AttachException(place.name(), opened, place.advice(opened));
            }
        }
        TracefsProbe made;
        try {
            made = place.inTracefs(target);
        } catch (IOException e) {
            throw pmu == null
                    ? unsupported(place)
                    : new AttachException(place.name(), refused, place.advice(refused));
        }
        try {
            return attach(place, made);
        } catch (Throwable t) {
            made.close();
            throw t;
        }
    }

    private Link attach(ProbePlace place, TracefsProbe made) {
        int id = made.id(target);
        if (id < 0) {
            throw new AttachException(place.name(), id, PerfEvents.advice(id));
        }
        PerfEvent event = PerfEvent.tracepoint(id);
        // An event of one process needs no CPU.
        return new PerfEvents(program, place.name(), 0)
                .attach(
                        PerfEvents.ALL_CPUS,
                        cpu -> kernel.perfEventOpen(event, place.pid(), place.pid() < 0 ? cpu : -1),
                        made);
    }

    private static UnsupportedByKernelException unsupported(ProbePlace place) {
        return new UnsupportedByKernelException(
                place.name(),
                place.inKernel() ? "kprobes (CONFIG_KPROBES)" : "uprobes (CONFIG_UPROBES)",
                "",
                "Use a tracepoint, or fentry, instead");
    }
}
