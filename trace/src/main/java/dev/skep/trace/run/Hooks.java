package dev.skep.trace.run;

import dev.skep.bpf.AttachException;
import dev.skep.bpf.BpfObject;
import dev.skep.bpf.BpfProgram;
import dev.skep.bpf.link.Access;
import dev.skep.bpf.link.Attach;
import dev.skep.bpf.link.Counter;
import dev.skep.bpf.link.IteratorLink;
import dev.skep.bpf.link.Link;
import dev.skep.bpf.link.Timer;
import dev.skep.bpf.target.Target;
import dev.skep.trace.check.ScriptConfig.MissingProbes;
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
    private final MissingProbes missing;
    private final List<Link> links = new ArrayList<>();
    private final List<IteratorLink> iterators = new ArrayList<>();

    /**
     * @param pid the process that is traced; 0 for all
     * @param missing what becomes of places that can't have a probe
     */
    Hooks(BpfObject object, Target target, int pid, MissingProbes missing) {
        this.object = object;
        this.target = target;
        this.pid = pid;
        this.missing = missing;
    }

    /**
     * Attaches programs in their order.
     *
     * @param others how many places the script has besides
     * @return how many places they are attached to
     * @throws NotAttachedException if a place that the script names, or all of them, can't have a
     *     probe
     */
    int attachAll(List<Attachment> attachments, int others, RecordSink sink) {
        int places = 0;
        for (Attachment attachment : attachments) {
            try {
                attach(attachment);
                places += attachment.places();
            } catch (AttachException e) {
                leaveOut(attachment, e, sink);
            }
        }
        boolean needed = missing == MissingProbes.ERROR || places + others == 0;
        if (!attachments.isEmpty() && links.isEmpty() && needed) {
            throw new NotAttachedException("Attachment failed for all probes.", "");
        }
        return places;
    }

    /** Others may do without what a wildcard matched, or what the script says to be dispensable. */
    private void leaveOut(Attachment attachment, AttachException e, RecordSink sink) {
        String what = "Unable to attach probe: " + attachment.name() + ".";
        String reason = String.valueOf(e.getMessage());
        switch (missing) {
            case ERROR -> {
                if (!attachment.matched()) {
                    throw new NotAttachedException(
                            what
                                    + " If this is expected, set the 'missing_probes' config variable"
                                    + " to 'warn'.",
                            reason);
                }
                sink.accept(new TraceRecord.NotAttached(what + " Skipping.", reason));
            }
            case WARN -> sink.accept(new TraceRecord.NotAttached(what + " Skipping.", reason));
            case IGNORE -> {
                // It is left out.
            }
        }
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
            case Hook.KprobeAt(long address) -> Attach.kprobeAt(program, target, address);
            case Hook.Watchpoint(long address, int length, Access access) ->
                    Attach.watchpoint(program, target, address, length, access, process(), name);
            case Hook.OnDemand _ ->
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

    /** {@return whether anything is attached that may fire later} Iterators are over when read. */
    boolean isLasting() {
        return links.size() > iterators.size();
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
