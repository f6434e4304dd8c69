package dev.skep.trace.lower;

import dev.skep.bpf.target.Target;
import dev.skep.trace.CompileOptions;
import dev.skep.trace.ScriptCompiler;
import dev.skep.trace.record.TraceRecord;
import dev.skep.trace.record.Value;
import dev.skep.trace.record.ValueText;
import dev.skep.trace.run.RecordSink;
import dev.skep.trace.run.Session;
import dev.skep.trace.run.SessionOptions;
import dev.skep.trace.syntax.SourceText;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a script said while it ran in the running kernel. */
final class SessionRun implements RecordSink {
    private final List<String> lines = new ArrayList<>();
    private final Map<String, String> entries = new TreeMap<>();
    private final StringBuilder unfinished = new StringBuilder();

    private SessionRun() {}

    /** {@return what a script says that ends by itself} */
    static SessionRun of(String script) {
        return run(script, new SessionOptions(List.of(), false, 0));
    }

    /** {@return what a script says while a command runs, and what its maps hold then} */
    static SessionRun during(List<String> command, String script) {
        return run(script, new SessionOptions(command, true, 0));
    }

    /** {@return what a script says that ends by itself, and what its maps hold then} */
    static SessionRun shown(String script) {
        return run(script, new SessionOptions(List.of(), true, 0));
    }

    /** {@return what a script says of one process, and what its maps hold in the end} */
    static SessionRun of(int pid, String script) {
        return run(script, new SessionOptions(List.of(), true, pid));
    }

    /** {@return what a script says that may do anything, while a command runs if there is one} */
    static SessionRun unsafe(List<String> command, String script) {
        return run(
                script,
                new SessionOptions(command, false, 0),
                CompileOptions.DEFAULT.withUnsafe(true));
    }

    private static SessionRun run(String script, SessionOptions options) {
        return run(script, options, CompileOptions.DEFAULT.withPid(options.pid()));
    }

    private static SessionRun run(
            String script, SessionOptions options, CompileOptions compileOptions) {
        SessionRun run = new SessionRun();
        try (Session session =
                Session.start(
                        ScriptCompiler.compile(
                                new SourceText("test", script), Target.running(), compileOptions),
                        options)) {
            session.run(run);
        }
        return run;
    }

    /** {@return what it printed} */
    List<String> lines() {
        return lines;
    }

    /** {@return the values of its maps at the end, by {@code @name[key]}} */
    Map<String, String> entries() {
        return entries;
    }

    @Override
    public void accept(TraceRecord record) {
        switch (record) {
            case TraceRecord.Printf(String printed, List<Value> _) -> printf(printed);
            case TraceRecord.Text text -> printf(text.text());
            case TraceRecord.Failure(String text) -> lines.add(text);
            case TraceRecord.Message message -> lines.add(message.text());
            case TraceRecord.Printed(Value value) -> lines.add(text(value));
            case TraceRecord.MapContents contents -> {
                for (TraceRecord.MapContents.Entry entry : contents.entries()) {
                    lines.add(text(entry.value()));
                    entries.put(name(contents, entry.key()), text(entry.value()));
                }
            }
            case TraceRecord.RuntimeProblem problem -> lines.add(problem.message());
            case TraceRecord.Lost(long events) -> lines.add("lost " + events);
            case TraceRecord.NotAttached missing -> lines.add("not attached: " + missing.message());
            case TraceRecord.TotalLost(long events) -> lines.add("lost in all " + events);
            case TraceRecord.FailedUpdates(long updates) -> lines.add("failed updates " + updates);
            case TraceRecord.Trial trial -> lines.add(trial.toString());
            case TraceRecord.Attached _, TraceRecord.Ended _ -> {
                // Every script says so.
            }
        }
    }

    private void printf(String printed) {
        unfinished.append(printed);
        if (printed.endsWith("\n")) {
            lines.add(unfinished.substring(0, unfinished.length() - 1));
            unfinished.setLength(0);
        }
    }

    private static String name(TraceRecord.MapContents contents, @Nullable Value key) {
        if (key == null) {
            return contents.name();
        }
        StringBuilder name = new StringBuilder(contents.name()).append('[');
        ValueText.appendKey(name, key);
        return name.append(']').toString();
    }

    private static String text(Value value) {
        if (!(value instanceof Value.Histogram(List<Value.Bucket> buckets, var _))) {
            return ValueText.of(value);
        }
        StringBuilder out = new StringBuilder();
        for (Value.Bucket bucket : buckets) {
            out.append(out.isEmpty() ? "[" : " [");
            out.append(bucket.low() == Long.MIN_VALUE ? "-inf" : bucket.low()).append(',');
            out.append(bucket.high() == Long.MAX_VALUE ? "inf" : bucket.high());
            out.append(")=").append(bucket.count());
        }
        return out.toString();
    }
}
