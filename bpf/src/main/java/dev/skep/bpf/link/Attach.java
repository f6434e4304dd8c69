package dev.skep.bpf.link;

import dev.skep.bpf.AttachException;
import dev.skep.bpf.BpfProgram;
import dev.skep.bpf.handle.Descriptor;
import dev.skep.bpf.handle.LoadedProgram;
import dev.skep.bpf.target.Cpus;
import dev.skep.bpf.target.Target;
import dev.skep.bpf.target.TracepointFormat;
import dev.skep.sys.Errno;
import dev.skep.sys.Kernel;
import dev.skep.sys.PerfEvent;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Attaches loaded programs. Each method throws {@link AttachException} and leaves nothing behind if
 * it fails.
 */
public final class Attach {

    private static final long PERF_EVENT_IOC_ENABLE = 0x2400;
    private static final long PERF_EVENT_IOC_SET_BPF = 0x40042408;
    private static final int EVERY_PROCESS = -1;

    private Attach() {}

    /**
     * Attaches a program of type {@link dev.skep.bpf.spec.ProgramType#TRACEPOINT}. Since Linux 4.7.
     *
     * @param target the running kernel
     * @param category the trace system, as {@code sched}
     * @param event the event, as {@code sched_switch}
     */
    public static Link tracepoint(
            BpfProgram program, Target target, String category, String event) {
        String name = "tracepoint " + category + ":" + event;
        Optional<TracepointFormat> format = target.tracepoints().format(category, event);
        if (format.isEmpty()) {
            throw new AttachException(name, -Errno.ENOENT, "This kernel has no such tracepoint");
        }
        return tracepoint(program, format.get().id(), name);
    }

    /**
     * Attaches a program to the tracepoint of that number.
     *
     * @param id the number in the tracepoint's format file
     * @param name what to call it
     */
    public static Link tracepoint(BpfProgram program, int id, String name) {
        // The program sees the hits of all CPUs, whichever one the event is opened on.
        return perfEvent(program, PerfEvent.tracepoint(id), List.of(0), name);
    }

    /**
     * Attaches a program of type {@link dev.skep.bpf.spec.ProgramType#PERF_EVENT} to a timer on
     * every online CPU. Since Linux 4.9.
     */
    public static Link profile(BpfProgram program, Target target, Timer timer, String name) {
        Cpus online = target.onlineCpus();
        List<Integer> cpus = new ArrayList<>(online.count());
        for (int i = 0; i < online.count(); i++) {
            cpus.add(online.id(i));
        }
        return perfEvent(program, event(timer), cpus, name);
    }

    /** Attaches a program as {@link #profile} does, to a timer on the first online CPU only. */
    public static Link interval(BpfProgram program, Target target, Timer timer, String name) {
        return perfEvent(program, event(timer), List.of(target.onlineCpus().id(0)), name);
    }

    /**
     * Attaches a program of type {@link dev.skep.bpf.spec.ProgramType#RAW_TRACEPOINT}. Since Linux
     * 4.17.
     *
     * @param event the tracepoint, as {@code sched_switch}
     */
    public static Link rawTracepoint(BpfProgram program, String event) {
        Kernel kernel = ((LoadedProgram) program).descriptor().kernel();
        String name = "raw tracepoint " + event;
        int descriptor = kernel.rawTracepointOpen(event, program.fd());
        if (descriptor == -Errno.ENOENT) {
            throw new AttachException(name, descriptor, "This kernel has no such tracepoint");
        }
        if (descriptor < 0) {
            throw new AttachException(name, descriptor, "");
        }
        return new DescriptorLink(
                name, Link.Form.RAW_TRACEPOINT, List.of(new Descriptor(kernel, descriptor, name)));
    }

    private static PerfEvent event(Timer timer) {
        return timer.perSecond()
                ? PerfEvent.frequency(timer.rate())
                : PerfEvent.period(timer.rate());
    }

    private static Link perfEvent(
            BpfProgram program, PerfEvent event, List<Integer> cpus, String name) {
        Kernel kernel = ((LoadedProgram) program).descriptor().kernel();
        List<Descriptor> descriptors = new ArrayList<>(2 * cpus.size());
        Link.Form form = Link.Form.PERF_EVENT_LINK;
        try {
            for (int cpu : cpus) {
                int opened = kernel.perfEventOpen(event, EVERY_PROCESS, cpu);
                if (opened == -Errno.ENODEV && cpus.size() > 1) {
                    continue; // The CPU went offline since the list was read.
                }
                if (opened < 0) {
                    throw new AttachException(name, opened, advice(opened));
                }
                Descriptor perf = new Descriptor(kernel, opened, name);
                descriptors.add(perf);
                form = bind(program, perf, descriptors, name);
            }
        } catch (Throwable t) {
            descriptors.forEach(Descriptor::close);
            throw t;
        }
        return new DescriptorLink(name, form, descriptors);
    }

    private static Link.Form bind(
            BpfProgram program, Descriptor perf, List<Descriptor> descriptors, String name) {
        Kernel kernel = ((LoadedProgram) program).descriptor().kernel();
        int link = kernel.linkCreatePerfEvent(program.fd(), perf.number(), 0);
        if (link >= 0) {
            // The link goes first: the program must be off the event before the event is closed.
            descriptors.add(descriptors.size() - 1, new Descriptor(kernel, link, name));
            return Link.Form.PERF_EVENT_LINK;
        }
        if (link != -Errno.EINVAL) {
            throw new AttachException(name, link, advice(link));
        }
        // Before 5.15 the kernel has no such links.
        int result = kernel.ioctl(perf.number(), PERF_EVENT_IOC_SET_BPF, program.fd());
        if (result >= 0) {
            result = kernel.ioctl(perf.number(), PERF_EVENT_IOC_ENABLE, 0);
        }
        if (result < 0) {
            throw new AttachException(name, result, advice(result));
        }
        return Link.Form.PERF_EVENT_IOCTL;
    }

    private static String advice(int error) {
        return switch (-error) {
            case Errno.EACCES, Errno.EPERM ->
                    "Perf events need root or CAP_PERFMON (kernel.perf_event_paranoid says for whom)";
            case Errno.EMFILE -> "Too many open files: raise the limit by `ulimit -n`";
            case Errno.ENOENT -> "This machine does not have the event";
            case Errno.E2BIG -> "At most 64 programs fit on one tracepoint";
            default -> "";
        };
    }
}
