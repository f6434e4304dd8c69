package dev.skep.trace.run;

import dev.skep.bpf.BpfException;
import dev.skep.bpf.BpfObject;
import dev.skep.bpf.event.Poller;
import dev.skep.bpf.feature.Features;
import dev.skep.bpf.link.IteratorLink;
import dev.skep.bpf.load.Loader;
import dev.skep.bpf.target.Target;
import dev.skep.sys.ChildProcess;
import dev.skep.sys.Clock;
import dev.skep.sys.Errno;
import dev.skep.sys.Kernel;
import dev.skep.sys.WatchedProcess;
import dev.skep.trace.CompiledScript;
import dev.skep.trace.record.TraceRecord;
import dev.skep.trace.record.TraceRecord.MapContents;
import dev.skep.trace.schema.AttachPlan;
import dev.skep.trace.schema.AttachPlan.Attachment;
import dev.skep.trace.schema.EventSchema;
import dev.skep.trace.schema.MapSchema;
import dev.skep.trace.system.WallClock;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.ValueLayout;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A script in the kernel. {@link #start} loads its programs; {@link #run} runs the {@code begin}
 * probes, attaches, hands over records until the script ends, detaches, runs the {@code end} probes
 * and shows the maps.
 *
 * <p>One thread runs a session; any may {@link #stop} it.
 */
public final class Session implements AutoCloseable {

    private final CompiledScript script;
    private final SessionOptions options;
    private final Target target;
    private final AttachPlan plan;
    private final BpfObject object;
    private final Poller poller;
    private final Map<String, MapReader> maps = new LinkedHashMap<>();
    private final Symbolizer symbols;
    private @Nullable ChildProcess child;
    private @Nullable WatchedProcess traced;
    private boolean tracedEnded;
    private volatile boolean stopped;
    private final AtomicInteger signals = new AtomicInteger();
    private int exitCode;

    private Session(CompiledScript script, SessionOptions options, Target target, Kernel kernel) {
        this.script = script;
        this.options = options;
        this.target = target;
        MultiProbes adapted =
                MultiProbes.adapt(
                        script.object(), script.plan(), Features.of(target, kernel), options);
        plan = adapted.plan();
        symbols = new Symbolizer(plan, options.debugFolders(), script.demangles());
        object = Loader.load(adapted.object(), target, kernel);
        try {
            poller = new Poller(kernel);
        } catch (Throwable t) {
            object.close();
            throw t;
        }
        try {
            for (MapSchema map : script.schema().maps()) {
                maps.put(map.name(), new MapReader(map, object.map(map.map())));
            }
            traced = options.pid() == 0 ? null : open(options.pid());
            child = options.command().isEmpty() ? null : spawn(options.command());
        } catch (Throwable t) {
            close();
            throw t;
        }
    }

    /**
     * Loads a script into the running kernel and starts its command, which waits.
     *
     * @throws BpfException if the kernel refuses, or there is no such command
     */
    public static Session start(CompiledScript script, SessionOptions options) {
        return start(script, options, Target.running(), Kernel.running());
    }

    /** Loads a script into {@code kernel}, which {@code target} describes. */
    @SuppressWarnings("exports") // for Skep's own modules, which alone see the kernel seam
    public static Session start(
            CompiledScript script, SessionOptions options, Target target, Kernel kernel) {
        return new Session(script, options, target, kernel);
    }

    private static WatchedProcess open(int pid) {
        int[] error = new int[1];
        WatchedProcess opened = WatchedProcess.open(pid, error);
        if (opened == null) {
            throw new ProcessException(
                    "Failed to attach to pid: Unable to open pidfd ("
                            + Errno.message(-error[0])
                            + ")");
        }
        return opened;
    }

    private static ChildProcess spawn(List<String> command) {
        int[] error = new int[1];
        ChildProcess started = ChildProcess.spawnWaiting(CommandLine.resolve(command), error);
        if (started == null) {
            throw new ProcessException(
                    "Failed to fork child: Path '"
                            + command.getFirst()
                            + "' does not exist or is not executable ("
                            + Errno.message(-error[0])
                            + ")");
        }
        return started;
    }

    /**
     * Runs the script to its end: until it calls {@code exit}, its command ends, or somebody calls
     * {@link #stop}; a script without probes ends at once.
     *
     * @throws NotAttachedException if a program can't be attached; then nothing stays attached
     */
    public void run(RecordSink sink) {
        boolean tried = !plan.trials().isEmpty();
        Capture out = new Capture(sink);
        EventDecoder decoder =
                new EventDecoder(script.schema(), script.source(), maps, symbols, out);
        Intake intake = new Intake(script.schema(), object, target, decoder, out);
        try (decoder;
                intake;
                Hooks hooks = new Hooks(object, target, options.pid(), script.missingProbes())) {
            setGlobals();
            runOnDemand(plan.begin());
            int others = plan.onDemand() + plan.trials().size();
            int places = others + hooks.attachAll(plan.probes(), others, out);
            if (tried) {
                intake.drain();
                Trials trials = new Trials(object, decoder, out, intake::drain);
                trials.run(plan.trials());
                exitCode = trials.failed() ? 1 : 0;
            } else {
                out.accept(new TraceRecord.Attached(places));
                intake.drain();
                read(hooks.iterators(), decoder);
                loop(hooks.isLasting(), intake, decoder);
            }
            hooks.detach();
            intake.drain();
            decoder.resume();
            runOnDemand(plan.end());
            intake.drain();
            if (!tried) {
                exitCode = decoder.exitCode();
            }
        }
        out.accept(new TraceRecord.Ended());
        if (!tried) {
            showMaps(out);
        }
        sayLosses(intake.lost(), decoder.failedUpdates(), out);
    }

    /** Says what was lost, and how many updates of maps failed beyond those already said. */
    private void sayLosses(long lost, long said, RecordSink sink) {
        if (lost > 0) {
            sink.accept(new TraceRecord.TotalLost(lost));
        }
        long failed = new CpuCounterReader(script.schema().failedUpdates(), object).total() - said;
        if (failed > 0) {
            sink.accept(new TraceRecord.FailedUpdates(failed));
        }
        sink.flush();
    }

    private void setGlobals() {
        set(script.schema().startTime(), clock().now());
        ChildProcess waiting = child;
        set(script.schema().child(), waiting == null ? 0 : waiting.pid());
        set(script.schema().taiOffset(), WallClock.atomicAhead());
        set(script.schema().wallOffset(), WallClock.ahead());
    }

    private void set(EventSchema.@Nullable Variable variable, long value) {
        if (variable != null) {
            object.map(variable.map())
                    .memory()
                    .set(ValueLayout.JAVA_LONG, variable.offset(), value);
        }
    }

    /** The clock that the builtin {@code nsecs} reads. */
    private Clock clock() {
        return target.version().isAtLeast(5, 8) ? Clock.BOOT : Clock.MONOTONIC;
    }

    private void runOnDemand(List<Attachment> attachments) {
        for (Attachment attachment : attachments) {
            object.program(attachment.program()).run();
        }
    }

    private void loop(boolean attached, Intake intake, EventDecoder decoder) {
        boolean probes = attached || !plan.signals().isEmpty();
        poller.add(intake.descriptor(), () -> {});
        if (traced != null) {
            poller.add(traced.descriptor(), () -> tracedEnded = true);
        }
        ChildProcess waiting = child;
        if (waiting != null) {
            poller.add(waiting.pidDescriptor(), () -> {});
            waiting.resume();
        }
        ProcessWatch watch = new ProcessWatch(symbols, maps.values());
        int command = waiting == null ? 0 : waiting.pid();
        while (!stopped && !tracedEnded && !decoder.exited() && (probes || waiting != null)) {
            poller.poll(watch.look(command, intake.patienceMillis()));
            handleSignals();
            intake.drain();
            if (waiting != null && waiting.exitCode() >= 0) {
                return;
            }
        }
    }

    private void handleSignals() {
        for (int pending = signals.getAndSet(0); pending > 0; pending--) {
            runOnDemand(plan.signals());
        }
    }

    private static void read(List<IteratorLink> iterators, EventDecoder decoder) {
        for (IteratorLink iterator : iterators) {
            decoder.handleAll(iterator.read());
        }
    }

    private void showMaps(RecordSink sink) {
        if (options.maps()) {
            for (MapReader map : maps.values()) {
                MapContents contents = map.read(0, 0);
                if (!contents.entries().isEmpty()) {
                    sink.accept(symbols.resolve(contents));
                }
            }
        }
    }

    /**
     * Ends {@link #run} soon, as Ctrl-C does: what was sent is still shown, then the maps. For any
     * thread.
     */
    public void stop() {
        stopped = true;
        poller.wake();
    }

    /** Runs the script's probes for SIGUSR1 soon. For any thread. */
    public void signal() {
        signals.incrementAndGet();
        poller.wake();
    }

    /** {@return what the script gave to {@code exit}, 0 if it did not call it} */
    public int exitCode() {
        return exitCode;
    }

    /** Ends the command if it still runs, and takes the programs and maps out of the kernel. */
    @Override
    public void close() {
        ChildProcess started = child;
        child = null;
        if (started != null) {
            started.close();
        }
        if (traced != null) {
            traced.close();
            traced = null;
        }
        poller.close();
        object.close();
    }
}
