package dev.skep.bpf.link;

import dev.skep.bpf.AttachException;
import dev.skep.bpf.BpfProgram;
import dev.skep.bpf.handle.Descriptor;
import dev.skep.bpf.handle.LoadedProgram;
import dev.skep.sys.Errno;
import dev.skep.sys.Kernel;
import dev.skep.sys.LinkCreate;
import dev.skep.sys.PerfEvent;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * Puts a program on perf events, one for each of some CPUs: by links, or by ioctl where there are
 * none.
 */
final class PerfEvents {

    /** Where an event is opened that needs a CPU, but fires on all of them. */
    static final List<Integer> ALL_CPUS = List.of(0);

    private final BpfProgram program;
    private final Kernel kernel;
    private final String name;
    private final long cookie;
    private final List<Descriptor> descriptors = new ArrayList<>();
    private Link.Form form = Link.Form.PERF_EVENT_LINK;

    PerfEvents(BpfProgram program, String name, long cookie) {
        this.program = program;
        this.kernel = ((LoadedProgram) program).descriptor().kernel();
        this.name = name;
        this.cookie = cookie;
    }

    /**
     * Attaches a program to the same event on each of some CPUs.
     *
     * @param pid the process or thread, or -1 for all
     * @param cpus the CPUs, or {@link #ALL_CPUS}
     */
    static Link attach(
            BpfProgram program, PerfEvent event, int pid, List<Integer> cpus, String name) {
        PerfEvents events = new PerfEvents(program, name, 0);
        return events.attach(cpus, new Opening(events.kernel, event, pid), null);
    }

    /**
     * Attaches the program.
     *
     * @param cpus the CPUs, or {@link #ALL_CPUS}
     * @param open opens an event on a CPU: a descriptor, or a negated errno
     * @param probe what the events stand on, to be removed with them, or null
     */
    Link attach(List<Integer> cpus, IntUnaryOperator open, @Nullable TracefsProbe probe) {
        try {
            for (int cpu : cpus) {
                int opened = open.applyAsInt(cpu);
                if (opened == -Errno.ENODEV && cpus.size() > 1) {
                    continue; // The CPU went offline since the list was read.
                }
                if (opened < 0) {
                    throw new AttachException(name, opened, advice(opened));
                }
                Descriptor event = new Descriptor(kernel, opened, name);
                descriptors.add(event);
                bind(event);
            }
        } catch (Throwable t) {
            descriptors.forEach(Descriptor::close);
            throw t;
        }
        return new DescriptorLink(name, form, descriptors, probe);
    }

    private void bind(Descriptor event) {
        int link =
                kernel.linkCreate(new LinkCreate.PerfEvent(program.fd(), event.number(), cookie));
        if (link >= 0) {
            // The link goes first: the program must be off the event before the event is closed.
            descriptors.add(descriptors.size() - 1, new Descriptor(kernel, link, name));
            return;
        }
        if (link != -Errno.EINVAL) {
            throw new AttachException(name, link, advice(link));
        }
        // Before 5.15 the kernel has no such links.
        int result = kernel.ioctl(event.number(), PerfEvent.SET_BPF, program.fd());
        if (result >= 0) {
            result = kernel.ioctl(event.number(), PerfEvent.ENABLE, 0);
        }
        if (result < 0) {
            throw new AttachException(name, result, advice(result));
        }
        form = Link.Form.PERF_EVENT_IOCTL;
    }

    /** Opens an event; no lambda, as the JVM's start-up cache keeps only those it has seen run. */
    private record Opening(Kernel kernel, PerfEvent event, int pid) implements IntUnaryOperator {
        @Override
        public int applyAsInt(int cpu) {
            return kernel.perfEventOpen(event, pid, cpu);
        }
    }

    /** {@return what to do about an error of perf events, a sentence, or empty} */
    static String advice(int error) {
        return switch (-error) {
            case Errno.EACCES, Errno.EPERM ->
                    "Perf events need root or CAP_PERFMON (kernel.perf_event_paranoid says for whom)";
            case Errno.EMFILE -> "Too many open files: raise the limit by `ulimit -n`";
            case Errno.ENOENT -> "This machine does not have the event";
            case Errno.E2BIG -> "At most 64 programs fit on one event";
            default -> "";
        };
    }
}
