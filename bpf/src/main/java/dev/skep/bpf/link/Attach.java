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
import dev.skep.sys.LinkCreate;
import dev.skep.sys.PerfEvent;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Attaches loaded programs. Where the kernel offers several ways, the best that it takes is used,
 * and {@link Link#form} says which. A method that fails leaves nothing behind.
 */
public final class Attach {

    private static final int EVERY_PROCESS = -1;
    private static final int ANY_CPU = -1;

    private Attach() {}

    /**
     * Attaches a program of type {@link dev.skep.bpf.spec.ProgramType#TRACEPOINT}. Since Linux 4.7.
     *
     * @param target the running kernel
     * @param category the trace system, as {@code sched}
     * @param event the event, as {@code sched_switch}
     * @throws AttachException if there is no such tracepoint, or the kernel refuses
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
     * @throws AttachException if the kernel refuses
     */
    public static Link tracepoint(BpfProgram program, int id, String name) {
        return PerfEvents.attach(
                program, PerfEvent.tracepoint(id), EVERY_PROCESS, PerfEvents.ALL_CPUS, name);
    }

    /**
     * Attaches a program of type {@link dev.skep.bpf.spec.ProgramType#PERF_EVENT} to a timer on
     * every online CPU. Since Linux 4.9.
     *
     * @throws AttachException if the kernel refuses
     */
    public static Link profile(BpfProgram program, Target target, Timer timer, String name) {
        return profile(program, target, timer, EVERY_PROCESS, name);
    }

    /**
     * Attaches a program as {@link #profile(BpfProgram, Target, Timer, String)} does, to a timer
     * that runs only while a thread does.
     *
     * @param thread the thread, or -1 for all
     * @throws AttachException if the kernel refuses
     */
    public static Link profile(
            BpfProgram program, Target target, Timer timer, int thread, String name) {
        return PerfEvents.attach(program, event(timer), thread, online(target), name);
    }

    /**
     * Attaches a program as {@link #profile} does, to a timer on the first online CPU only.
     *
     * @throws AttachException if the kernel refuses
     */
    public static Link interval(BpfProgram program, Target target, Timer timer, String name) {
        return PerfEvents.attach(
                program, event(timer), EVERY_PROCESS, List.of(target.onlineCpus().id(0)), name);
    }

    /**
     * Attaches a program of type {@link dev.skep.bpf.spec.ProgramType#PERF_EVENT} to a counter on
     * every online CPU. Since Linux 4.9.
     *
     * @param counter what is counted
     * @param period after how many counts it fires
     * @throws AttachException if this machine does not count that (hardware counters are often
     *     missing in virtual machines), or the kernel refuses
     */
    public static Link counter(
            BpfProgram program, Target target, Counter counter, long period, String name) {
        return counter(program, target, counter, period, EVERY_PROCESS, name);
    }

    /**
     * Attaches a program as {@link #counter(BpfProgram, Target, Counter, long, String)} does, to a
     * counter of what happens while a thread runs.
     *
     * @param thread the thread, or -1 for all
     * @throws AttachException if this machine does not count that, or the kernel refuses
     */
    public static Link counter(
            BpfProgram program,
            Target target,
            Counter counter,
            long period,
            int thread,
            String name) {
        int type = counter.hardware() ? PerfEvent.HARDWARE : PerfEvent.SOFTWARE;
        PerfEvent event = PerfEvent.counter(type, counter.config(), period);
        return PerfEvents.attach(program, event, thread, online(target), name);
    }

    /**
     * Attaches a program of type {@link dev.skep.bpf.spec.ProgramType#PERF_EVENT} to accesses to
     * memory, on every online CPU. Since Linux 4.9.
     *
     * @param address the first byte, a multiple of {@code length}
     * @param length how many bytes: 1, 2, 4 or 8
     * @param access what is watched for
     * @param thread the thread whose memory it is, or -1 for all: the same address in each of them
     * @throws AttachException if the processor has no debug registers left, or the kernel refuses
     */
    public static Link watchpoint(
            BpfProgram program,
            Target target,
            long address,
            int length,
            Access access,
            int thread,
            String name) {
        PerfEvent event = PerfEvent.breakpoint(address, length, access.bits());
        return PerfEvents.attach(
                program, event, thread, thread < 0 ? online(target) : List.of(ANY_CPU), name);
    }

    /**
     * Attaches a program of type {@link dev.skep.bpf.spec.ProgramType#RAW_TRACEPOINT}. Since Linux
     * 4.17.
     *
     * @param event the tracepoint, as {@code sched_switch}
     * @throws AttachException if there is no such tracepoint, or the kernel refuses
     */
    public static Link rawTracepoint(BpfProgram program, String event) {
        String name = "raw tracepoint " + event;
        int descriptor = kernel(program).rawTracepointOpen(event, program.fd());
        return link(
                program,
                name,
                Link.Form.RAW_TRACEPOINT,
                descriptor,
                descriptor == -Errno.ENOENT ? "This kernel has no such tracepoint" : "");
    }

    /**
     * Attaches a program of type {@link dev.skep.bpf.spec.ProgramType#TRACING} or {@link
     * dev.skep.bpf.spec.ProgramType#LSM} to what it was loaded for. Since Linux 5.5.
     *
     * @throws AttachException if the kernel refuses
     */
    public static Link traced(BpfProgram program) {
        String name = program.spec().attachType().kernelName() + " " + program.spec().attachTo();
        Kernel kernel = kernel(program);
        int descriptor =
                kernel.linkCreate(
                        new LinkCreate.Tracing(
                                program.fd(), program.spec().attachType().number(), 0));
        if (descriptor == -Errno.EINVAL) {
            // Before 5.18 it is the command of raw tracepoints that attaches them.
            descriptor = kernel.rawTracepointOpen(null, program.fd());
        }
        String advice =
                descriptor == -Errno.EPERM
                        ? "Kernel lockdown or an architecture without trampolines forbids it; use a tracepoint or a kprobe"
                        : descriptor == -Errno.EBUSY
                                ? "The function is being patched or traced otherwise"
                                : "";
        return link(program, name, Link.Form.TRACING, descriptor, advice);
    }

    /**
     * Attaches an iterator program; each {@link IteratorLink#read} then runs it over all objects.
     * Since Linux 5.9.
     *
     * @throws AttachException if the kernel refuses
     */
    public static IteratorLink iterator(BpfProgram program) {
        String name = "iterator " + program.spec().attachTo();
        Kernel kernel = kernel(program);
        int descriptor = kernel.linkCreate(new LinkCreate.Iterator(program.fd()));
        if (descriptor < 0) {
            throw new AttachException(name, descriptor, "");
        }
        return new IteratorLink(
                new DescriptorLink(Link.Form.ITERATOR, new Descriptor(kernel, descriptor, name)));
    }

    /**
     * Attaches a program of type {@link dev.skep.bpf.spec.ProgramType#KPROBE} to a kernel function:
     * by a perf event, or by tracefs where that is refused.
     *
     * @param function the function's name
     * @param offset bytes behind its start, 0 for a return probe
     * @param returns whether it runs at the function's returns
     * @throws dev.skep.bpf.UnsupportedByKernelException if the kernel was built without kprobes
     * @throws AttachException if there is no such function, or it can't be probed
     */
    public static Link kprobe(
            BpfProgram program, Target target, String function, long offset, boolean returns) {
        return new ProbeLadder(program, target)
                .attach(ProbePlace.kernelFunction(function, offset, returns));
    }

    /**
     * Attaches a program of type {@link dev.skep.bpf.spec.ProgramType#KPROBE} to an instruction of
     * the kernel.
     *
     * @param address where the instruction begins
     * @throws dev.skep.bpf.UnsupportedByKernelException if the kernel was built without kprobes
     * @throws AttachException if no instruction begins there, or it can't be probed
     */
    public static Link kprobeAt(BpfProgram program, Target target, long address) {
        return new ProbeLadder(program, target).attach(ProbePlace.kernelAddress(address));
    }

    /**
     * Attaches a program of type {@link dev.skep.bpf.spec.ProgramType#KPROBE} to a place in a file
     * that processes run.
     *
     * @param path the file
     * @param offset where in the file, in bytes (trap T26: no address)
     * @param referenceCounter offset of a semaphore that is raised meanwhile (USDT), or 0. Since
     *     Linux 4.20
     * @param returns whether it runs at the returns of the function that starts there
     * @param pid the process, or -1 for all
     * @throws dev.skep.bpf.UnsupportedByKernelException if the kernel was built without uprobes
     * @throws AttachException if the kernel refuses
     */
    public static Link uprobe(
            BpfProgram program,
            Target target,
            String path,
            long offset,
            long referenceCounter,
            boolean returns,
            int pid) {
        return new ProbeLadder(program, target)
                .attach(ProbePlace.inFile(path, offset, referenceCounter, returns, pid));
    }

    /**
     * Attaches a program loaded for {@link dev.skep.bpf.spec.AttachType#TRACE_KPROBE_MULTI} to many
     * kernel functions at once: all of them or none (trap T25). Since Linux 5.18.
     *
     * @throws AttachException if one of them can't be probed, or the kernel refuses
     */
    public static Link kprobes(
            BpfProgram program, List<String> functions, boolean returns, String name) {
        int descriptor =
                kernel(program)
                        .linkCreate(new LinkCreate.KprobeMulti(program.fd(), returns, functions));
        return link(
                program,
                name,
                Link.Form.KPROBE_MULTI,
                descriptor,
                descriptor == -Errno.ESRCH
                        ? "One of the " + functions.size() + " functions can't be probed"
                        : "");
    }

    /**
     * Attaches a program loaded for {@link dev.skep.bpf.spec.AttachType#TRACE_UPROBE_MULTI} to many
     * places of a file at once. Since Linux 6.6.
     *
     * @param offsets where in the file, in bytes
     * @param pid the process, or 0 for all
     * @throws AttachException if the kernel refuses
     */
    public static Link uprobes(
            BpfProgram program,
            String path,
            long[] offsets,
            boolean returns,
            int pid,
            String name) {
        return uprobes(program, path, offsets, null, returns, pid, name);
    }

    /**
     * Attaches a program as {@link #uprobes(BpfProgram, String, long[], boolean, int, String)}
     * does, and raises semaphores meanwhile (USDT).
     *
     * @param offsets where in the file, in bytes
     * @param referenceCounters for each offset that of a semaphore in the file, or 0; null if there
     *     is none at all
     * @param pid the process, or 0 for all
     * @throws AttachException if the kernel refuses
     */
    public static Link uprobes(
            BpfProgram program,
            String path,
            long[] offsets,
            long @Nullable [] referenceCounters,
            boolean returns,
            int pid,
            String name) {
        int descriptor =
                kernel(program)
                        .linkCreate(
                                new LinkCreate.UprobeMulti(
                                        program.fd(),
                                        path,
                                        returns,
                                        offsets,
                                        referenceCounters,
                                        null,
                                        pid));
        return link(program, name, Link.Form.UPROBE_MULTI, descriptor, "");
    }

    /**
     * Attaches a program to a cgroup v2. Since Linux 5.7.
     *
     * @param cgroup descriptor of the cgroup's folder, which stays the caller's
     * @throws AttachException if the kernel refuses; a v1 hierarchy cannot be attached to (trap
     *     T28)
     */
    public static Link cgroup(BpfProgram program, int cgroup, String name) {
        int descriptor =
                kernel(program)
                        .linkCreate(
                                new LinkCreate.Cgroup(
                                        program.fd(),
                                        cgroup,
                                        program.spec().attachType().number()));
        return link(
                program,
                name,
                Link.Form.CGROUP,
                descriptor,
                descriptor == -Errno.EBADF ? "Programs attach to cgroup v2 only" : "");
    }

    /**
     * Attaches a program of type {@link dev.skep.bpf.spec.ProgramType#XDP} to a network device.
     * Since Linux 5.9.
     *
     * @param device the device's index
     * @param flags XDP_FLAGS_*: 2 generic, 4 driver, 8 hardware, 0 as the kernel chooses
     * @throws AttachException if the device does not support the mode, or another program is there
     *     (trap T27)
     */
    public static Link xdp(BpfProgram program, int device, int flags, String name) {
        int descriptor =
                kernel(program).linkCreate(new LinkCreate.Xdp(program.fd(), device, flags));
        return link(
                program,
                name,
                Link.Form.XDP,
                descriptor,
                descriptor == -Errno.EBUSY ? "Another XDP program is on the device" : "");
    }

    private static Link link(
            BpfProgram program, String name, Link.Form form, int descriptor, String advice) {
        if (descriptor < 0) {
            throw new AttachException(name, descriptor, advice);
        }
        return new DescriptorLink(form, new Descriptor(kernel(program), descriptor, name));
    }

    private static Kernel kernel(BpfProgram program) {
        return ((LoadedProgram) program).descriptor().kernel();
    }

    private static List<Integer> online(Target target) {
        Cpus online = target.onlineCpus();
        List<Integer> cpus = new ArrayList<>(online.count());
        for (int i = 0; i < online.count(); i++) {
            cpus.add(online.id(i));
        }
        return cpus;
    }

    private static PerfEvent event(Timer timer) {
        return timer.perSecond()
                ? PerfEvent.frequency(timer.rate())
                : PerfEvent.period(timer.rate());
    }
}
