package dev.skep.cli;

import dev.skep.trace.record.TraceRecord;
import dev.skep.trace.record.Value;
import dev.skep.trace.record.ValueText;
import dev.skep.trace.run.RecordSink;

import java.util.List;

/**
 * Shows records as bpftrace's text, byte for byte: data on standard output, what is about the run
 * on standard error.
 */
final class TextRenderer implements RecordSink {

    private final DataOutput out;
    private final Diagnostics err;
    private final Timings timings;
    private final boolean quiet;
    private final Runnable onGone;
    private final TrialText trials;
    private boolean any;

    /**
     * Creates a renderer.
     *
     * @param out where data goes
     * @param streams where the rest goes
     * @param quiet whether to leave out how many probes were attached
     * @param onGone called when nobody reads {@code out} any more
     */
    TextRenderer(DataOutput out, Streams streams, boolean quiet, Runnable onGone) {
        this.out = out;
        this.err = streams.err();
        this.timings = streams.timings();
        this.quiet = quiet;
        this.onGone = onGone;
        this.trials = new TrialText(out, this);
    }

    @Override
    public void accept(TraceRecord record) {
        switch (record) {
            case TraceRecord.Attached attached -> {
                timings.done("attach");
                if (!quiet) {
                    say(
                            "Attached "
                                    + attached.probes()
                                    + (attached.probes() == 1 ? " probe" : " probes"));
                }
            }
            case TraceRecord.Printf printf -> {
                out.buffer().append(printf.text());
                out.recordDone();
            }
            case TraceRecord.Text(TraceRecord.Text.Origin origin, String text) -> {
                out.buffer().append(text);
                if (origin == TraceRecord.Text.Origin.SYSTEM
                        || origin == TraceRecord.Text.Origin.JOIN) {
                    out.buffer().append('\n');
                }
                out.recordDone();
            }
            case TraceRecord.Message message -> {
                out.flush();
                err.message(message);
            }
            case TraceRecord.Failure(String text) -> {
                out.flush();
                err.error(text, List.of());
            }
            case TraceRecord.Printed printed -> {
                ValueText.append(out.buffer(), printed.value());
                out.buffer().append('\n');
                out.recordDone();
            }
            case TraceRecord.MapContents map -> {
                for (TraceRecord.MapContents.Entry entry : map.entries()) {
                    appendEntry(map.name(), entry);
                }
                out.recordDone();
            }
            case TraceRecord.Ended() -> {
                out.buffer().append("\n\n");
                out.recordDone();
            }
            case TraceRecord.Lost lost -> say("Lost " + lost.events() + " events");
            case TraceRecord.NotAttached(String message, String reason) -> {
                out.flush();
                err.warning(message, reason);
            }
            case TraceRecord.Trial trial -> trials.accept(trial);
            case TraceRecord.TotalLost lost -> {
                out.flush();
                err.warning("Total lost event count: " + lost.events());
            }
            case TraceRecord.FailedUpdates failed -> {
                out.flush();
                err.warning("Total failed map update count (maps were full): " + failed.updates());
            }
            case TraceRecord.RuntimeProblem problem -> {
                out.flush();
                err.runtimeProblem(problem);
            }
        }
    }

    @Override
    public void flush() {
        if (!any && !out.buffer().isEmpty()) {
            any = true;
            timings.done("first record");
        }
        out.pause();
        if (out.isBroken()) {
            onGone.run();
        }
    }

    private void appendEntry(String name, TraceRecord.MapContents.Entry entry) {
        StringBuilder buffer = out.buffer().append(name);
        if (entry.key() != null) {
            buffer.append('[');
            ValueText.appendKey(buffer, entry.key());
            buffer.append(']');
        }
        boolean severalLines =
                entry.value() instanceof Value.Histogram
                        || entry.value() instanceof Value.TimeSeries;
        buffer.append(severalLines ? ":\n" : ": ");
        ValueText.append(buffer, entry.value());
        buffer.append('\n');
    }

    private void say(String line) {
        out.flush();
        err.line(line);
    }
}
