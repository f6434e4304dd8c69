package dev.skep.cli;

import dev.skep.bpf.VerifierException;
import dev.skep.sys.ProcessName;
import dev.skep.sys.Signals;
import dev.skep.trace.CompiledScript;
import dev.skep.trace.run.CommandLine;
import dev.skep.trace.run.RecordSink;
import dev.skep.trace.run.Session;
import dev.skep.trace.run.SessionOptions;

import java.io.FileNotFoundException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.util.List;

/** Runs a compiled script as the options of {@code skep trace} say, and shows what it sends. */
final class TraceRun {

    private final Arguments arguments;
    private final Streams streams;

    TraceRun(Arguments arguments, Streams streams) {
        this.arguments = arguments;
        this.streams = streams;
    }

    /**
     * Runs the script to its end.
     *
     * @return the code to end with
     */
    int run(CompiledScript script) {
        String output = arguments.value(TraceOptions.OUTPUT);
        if (output == null) {
            return run(script, streams.out());
        }
        try (FileOutputStream file = new FileOutputStream(output)) {
            DataOutput out = new DataOutput(file, Buffering.BATCH);
            int code = run(script, out);
            out.flush();
            if (!out.failure().isEmpty()) {
                throw new UsageException("cannot write to " + output + ": " + out.failure());
            }
            return code;
        } catch (FileNotFoundException e) {
            throw new UsageException(
                    "Failed to open output file: \""
                            + output
                            + "\": "
                            + reason(String.valueOf(e.getMessage())));
        } catch (IOException e) {
            throw new UsageException("cannot write to " + output + ": " + e.getMessage());
        }
    }

    private int run(CompiledScript script, DataOutput out) {
        String buffering = arguments.value(TraceOptions.BUFFERING);
        if (buffering != null) {
            out.use(Buffering.named(buffering));
        }
        ProcessName.set(streams.calledAs());
        String command = arguments.value(TraceOptions.COMMAND);
        SessionOptions options =
                new SessionOptions(
                        command == null ? List.of() : CommandLine.split(command),
                        script.printsMapsOnExit(),
                        TraceChecks.pid(arguments),
                        TraceChecks.withoutFeatures(arguments),
                        TraceChecks.debugFolders(arguments));
        try (Session session = Session.start(script, options)) {
            streams.timings().done("load");
            Signals.onInterrupt(new Interruption(session));
            Signals.onUserSignal(session::signal);
            if (arguments.has(TraceOptions.DRY_RUN)) {
                session.stop();
                session.run(record -> {});
                return ExitCode.DONE.code();
            }
            RecordSink renderer = renderer(out, session::stop);
            session.run(AttachedNotice.ifWanted(renderer, streams));
            return session.exitCode();
        } catch (VerifierException e) {
            if (arguments.has(TraceOptions.VERBOSE)) {
                streams.err().line(e.log());
            }
            throw e;
        }
    }

    private RecordSink renderer(DataOutput out, Runnable onGone) {
        boolean quiet =
                arguments.has(TraceOptions.QUIET) || TraceMode.of(arguments) != TraceMode.TRACE;
        if ("json".equals(arguments.value(TraceOptions.FORMAT))) {
            return new JsonRenderer(out, streams, quiet, onGone);
        }
        return new TextRenderer(out, streams, quiet, onGone);
    }

    /** {@return the last part of {@code /no/file (No such file or directory)}} */
    private static String reason(String message) {
        int open = message.lastIndexOf(" (");
        return open >= 0 && message.endsWith(")")
                ? message.substring(open + 2, message.length() - 1)
                : message;
    }
}
