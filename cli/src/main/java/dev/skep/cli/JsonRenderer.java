package dev.skep.cli;

import dev.skep.trace.record.ByteText;
import dev.skep.trace.record.TraceRecord;
import dev.skep.trace.record.TraceRecord.MapContents;
import dev.skep.trace.record.Value;
import dev.skep.trace.run.RecordSink;

import java.io.ByteArrayOutputStream;
import java.util.List;

/**
 * Shows records as JSON, an object a line, all on standard output; the shapes are bpftrace's
 * (language reference, JSON output).
 */
final class JsonRenderer implements RecordSink {

    private final DataOutput out;
    private final Streams streams;
    private final Diagnostics err;
    private final Timings timings;
    private final boolean quiet;
    private final Runnable onGone;

    /**
     * Creates a renderer.
     *
     * @param out where it goes
     * @param streams where errors and timings go
     * @param quiet whether to leave out how many probes were attached
     * @param onGone called when nobody reads {@code out} any more
     */
    JsonRenderer(DataOutput out, Streams streams, boolean quiet, Runnable onGone) {
        this.out = out;
        this.streams = streams;
        this.err = streams.err();
        this.timings = streams.timings();
        this.quiet = quiet;
        this.onGone = onGone;
    }

    @Override
    public void accept(TraceRecord record) {
        switch (record) {
            case TraceRecord.Attached(int probes) -> {
                timings.done("attach");
                if (!quiet) {
                    counted("attached_probes", "probes", probes);
                }
            }
            case TraceRecord.Printf(String text, List<Value> _) -> text("printf", text);
            case TraceRecord.Text(TraceRecord.Text.Origin origin, String text) ->
                    text(type(origin), text);
            case TraceRecord.Printed(Value value) -> {
                begin("value").append(", \"data\": ");
                JsonText.value(out.buffer(), value);
                end();
            }
            case MapContents map -> {
                if (!map.entries().isEmpty()) {
                    map(map);
                }
            }
            case TraceRecord.Message message -> {
                begin(message.error() ? "errorf" : "warnf").append(", ");
                member("msg", message.text());
                out.buffer().append(", ");
                place(message.place());
                end();
            }
            case TraceRecord.Failure(String text) -> {
                out.flush();
                err.error(text, List.of());
            }
            case TraceRecord.RuntimeProblem problem -> problem(problem);
            case TraceRecord.Ended() -> {
                // Only text needs a line between events and maps.
            }
            case TraceRecord.Lost(long events) -> counted("lost_events", "events", events);
            case TraceRecord.NotAttached(String message, String reason) -> {
                // It is no part of what the script says.
                out.flush();
                err.warning(message, reason);
            }
            case TraceRecord.Trial trial -> trial(trial);
            case TraceRecord.TotalLost(long events) -> {
                // Each loss was said when it was seen.
            }
            case TraceRecord.FailedUpdates(long updates) -> {
                out.flush();
                err.warning("Total failed map update count (maps were full): " + updates);
            }
        }
    }

    private void trial(TraceRecord.Trial trial) {
        switch (trial) {
            case TraceRecord.TestEnded ended -> {
                begin("test_result").append(", \"data\": {");
                JsonText.name(out.buffer(), ended.name());
                out.buffer().append("{\"duration\": ").append(ended.nanoseconds());
                out.buffer().append(", \"passed\": ").append(ended.passed()).append(", ");
                member("output", plain(ended));
                out.buffer().append("}}");
                end();
            }
            case TraceRecord.Benchmark benchmark -> {
                begin("benchmark_result").append(", \"data\": {");
                JsonText.name(out.buffer(), benchmark.name());
                out.buffer().append("{\"average\": ").append(benchmark.nanoseconds());
                out.buffer().append(", \"iters\": ").append(benchmark.runs()).append("}}");
                end();
            }
            case TraceRecord.TestsStarted _,
                    TraceRecord.TestStarted _,
                    TraceRecord.TestsEnded _ -> {
                // Each result says it all.
            }
        }
    }

    /** {@return what a test said, as text} */
    private String plain(TraceRecord.TestEnded test) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutput text = new DataOutput(bytes, Buffering.FULL);
        TextRenderer renderer = new TextRenderer(text, streams, true, () -> {});
        test.output().forEach(renderer::accept);
        text.flush();
        return ByteText.of(bytes.toByteArray());
    }

    @Override
    public void flush() {
        out.pause();
        if (out.isBroken()) {
            onGone.run();
        }
    }

    private static String type(TraceRecord.Text.Origin origin) {
        return switch (origin) {
            case TIME -> "time";
            case CAT -> "cat";
            case JOIN -> "join";
            case SYSTEM -> "syscall";
        };
    }

    private StringBuilder begin(String type) {
        StringBuilder buffer = out.buffer().append("{\"type\": ");
        JsonText.string(buffer, type);
        return buffer;
    }

    private void end() {
        out.buffer().append("}\n");
        out.recordDone();
    }

    private void member(String name, String value) {
        JsonText.name(out.buffer(), name);
        JsonText.string(out.buffer(), value);
    }

    private void text(String type, String text) {
        begin(type).append(", ");
        member("data", text);
        end();
    }

    private void counted(String type, String what, long count) {
        begin(type).append(", \"count\": ").append(count).append(", \"data\": {");
        JsonText.name(out.buffer(), what);
        out.buffer().append(count).append('}');
        end();
    }

    private void place(TraceRecord.Place place) {
        member("filename", place.file());
        out.buffer().append(", \"line\": ").append(place.line());
        out.buffer().append(", \"col\": ").append(place.column());
    }

    private void problem(TraceRecord.RuntimeProblem problem) {
        String helper = problem.helper();
        begin(helper == null ? "runtime_error" : "helper_error").append(", ");
        // What the helper said, not what it means here.
        member("msg", helper == null ? problem.message() : problem.reason());
        out.buffer().append(", ");
        if (helper != null) {
            member("helper", helper);
            out.buffer().append(", \"retcode\": ").append(problem.result()).append(", ");
        }
        place(problem.place());
        end();
    }

    private void map(MapContents map) {
        StringBuilder buffer = begin(type(map.entries().getFirst().value()));
        buffer.append(", \"data\": {");
        JsonText.name(buffer, map.name());
        if (map.keyed()) {
            buffer.append('{');
            boolean first = true;
            for (MapContents.Entry entry : map.entries()) {
                Value key = entry.key();
                if (key != null) {
                    buffer.append(first ? "" : ", ");
                    first = false;
                    JsonText.key(buffer, key);
                    buffer.append(": ");
                    JsonText.value(buffer, entry.value());
                }
            }
            buffer.append('}');
        } else {
            JsonText.value(buffer, map.entries().getFirst().value());
        }
        buffer.append('}');
        end();
    }

    private static String type(Value value) {
        return switch (value) {
            case Value.Histogram _ -> "hist";
            case Value.Average _, Value.Stats _ -> "stats";
            case Value.TimeSeries _ -> "tseries";
            case Value.Int _,
                    Value.Total _,
                    Value.Bool _,
                    Value.Pointer _,
                    Value.Text _,
                    Value.Buffer _,
                    Value.Stack _,
                    Value.Symbol _,
                    Value.Array _,
                    Value.Fields _,
                    Value.Enumerator _,
                    Value.Tuple _ ->
                    "map";
        };
    }
}
