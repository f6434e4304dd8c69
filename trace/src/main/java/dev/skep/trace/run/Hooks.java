package dev.skep.trace.run;

import dev.skep.bpf.AttachException;
import dev.skep.bpf.BpfObject;
import dev.skep.bpf.BpfProgram;
import dev.skep.bpf.link.Attach;
import dev.skep.bpf.link.Counter;
import dev.skep.bpf.link.IteratorLink;
import dev.skep.bpf.link.Link;
import dev.skep.bpf.link.Timer;
import dev.skep.bpf.target.Target;
import dev.skep.trace.record.TraceRecord;
import dev.skep.trace.schema.AttachPlan.Attachment;
import dev.skep.trace.schema.Hook;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Attaches the programs of a plan, and detaches them all. */
final class Hooks implements AutoCloseable {

    /** From how many links on it is worth to start threads that detach them. */
    private static final int MANY = 16;

    /** How many of them; more did not end earlier with 360 tracepoints. */
    private static final int THREADS = 8;

    private final BpfObject object;
    private final Target target;
    private final int pid;
    private final List<Link> links = new ArrayList<>();
    private final List<IteratorLink> iterators = new ArrayList<>();

    /**
     * @param pid the process that is traced; 0 for all
     */
    Hooks(BpfObject object, Target target, int pid) {
        this.object = object;
        this.target = target;
        this.pid = pid;
    }

    /**
     * Attaches programs in their order.
     *
     * @return how many places they are attached to
     * @throws AttachException if a place that the script names, or all that a wildcard matched,
     *     can't have a probe
     */
    int attachAll(List<Attachment> attachments, RecordSink sink) {
        int places = 0;
        AttachException refused = null;
        for (Attachment attachment : attachments) {
            try {
                attach(attachment);
                places += attachment.places();
            } catch (AttachException e) {
                if (!attachment.matched()) {
                    throw e;
                }
                refused = e;
                sink.accept(
                        new TraceRecord.NotAttached(
                                attachment.name(), String.valueOf(e.getMessage())));
            }
        }
        if (refused != null && links.isEmpty()) {
            throw refused;
        }
        return places;
    }

    /**
     * Attaches a program to the first of its hooks that the kernel takes.
     *
     * @throws AttachException if it takes none
     */
    private void attach(Attachment attachment) {
        BpfProgram program = object.program(attachment.program());
        AttachException failure = null;
        for (Hook hook : attachment.hooks()) {
            try {
                links.add(attach(program, hook, attachment.name()));
                return;
            } catch (AttachException e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        throw failure == null
                ? new IllegalArgumentException(attachment.name() + " has no hook")
                : failure;
    }

    private Link attach(BpfProgram program, Hook hook, String name) {
        return switch (hook) {
            case Hook.Interval(Hook.Rate rate) ->
                    Attach.interval(program, target, timer(rate), name);
            case Hook.Profile(Hook.Rate rate) ->
                    Attach.profile(program, target, timer(rate), process(), name);
            case Hook.Tracepoint(String category, String event, int id) ->
                    id < 0
                            ? Attach.tracepoint(program, target, category, event)
                            : Attach.tracepoint(program, id, name);
            case Hook.RawTracepoint(String event) -> Attach.rawTracepoint(program, event);
            case Hook.Kprobe(String function, long offset, boolean returns) ->
                    Attach.kprobe(program, target, function, offset, returns);
            case Hook.KprobeMulti(List<String> functions, boolean returns) ->
                    Attach.kprobes(program, functions, returns, name);
            case Hook.Traced _ -> Attach.traced(program);
            case Hook.Uprobe(String path, long offset, boolean returns) ->
                    Attach.uprobe(program, target, path, offset, 0, returns, process());
            case Hook.UprobeMulti(String path, List<Long> offsets, boolean returns) ->
                    Attach.uprobes(program, path, numbers(offsets), returns, pid, name);
            case Hook.Usdt(String path, long offset, long semaphore) ->
                    Attach.uprobe(program, target, path, offset, semaphore, false, process());
            case Hook.Counted(Counter counter, long period) ->
                    Attach.counter(program, target, counter, period, process(), name);
            case Hook.Iterator _ -> iterator(program);
            case Hook.Begin _, Hook.End _ ->
                    throw new IllegalArgumentException(name + " is run, not attached");
        };
    }

    private static Timer timer(Hook.Rate rate) {
        return switch (rate) {
            case Hook.Rate.Period(long nanoseconds) -> Timer.every(nanoseconds);
            case Hook.Rate.Frequency(long hertz) -> Timer.hertz(hertz);
        };
    }

    private Link iterator(BpfProgram program) {
        IteratorLink iterator = Attach.iterator(program);
        iterators.add(iterator);
        return iterator.link();
    }

    /** {@return the attached iterators} */
    List<IteratorLink> iterators() {
        return iterators;
    }

    private int process() {
        return pid == 0 ? -1 : pid;
    }

    private static long[] numbers(List<Long> offsets) {
        long[] numbers = new long[offsets.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = offsets.get(i);
        }
        return numbers;
    }

    /** Detaches everything. */
    void detach() {
        if (links.size() < MANY) {
            links.forEach(Link::close);
        } else {
            detachTogether();
        }
        links.clear();
    }

    /**
     * Detaches from several threads: for each of a tracepoint's descriptors the kernel waits until
     * no CPU can be in the program any more, tens of milliseconds, and waits for some of them at
     * once.
     */
    private void detachTogether() {
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            for (Link link : links) {
                threads.execute(link::close);
            }
        }
    }

    @Override
    public void close() {
        detach();
    }
}
