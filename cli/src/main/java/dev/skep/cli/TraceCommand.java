package dev.skep.cli;

import dev.skep.bpf.VerifierException;
import dev.skep.bpf.object.ObjectWriter;
import dev.skep.bpf.target.Target;
import dev.skep.sys.Linkage;
import dev.skep.sys.ProcessName;
import dev.skep.sys.Signals;
import dev.skep.trace.CompileOptions;
import dev.skep.trace.CompileStage;
import dev.skep.trace.CompiledScript;
import dev.skep.trace.ScriptCompiler;
import dev.skep.trace.check.ProbeCatalog;
import dev.skep.trace.run.CommandLine;
import dev.skep.trace.run.RecordSink;
import dev.skep.trace.run.Session;
import dev.skep.trace.run.SessionOptions;
import dev.skep.trace.schema.AttachPlan;
import dev.skep.trace.syntax.Problem;
import dev.skep.trace.syntax.SourceText;

import org.jspecify.annotations.Nullable;

import java.io.FileNotFoundException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code skep trace}: compiles a script for the kernel and runs it. */
final class TraceCommand implements Command {

    private static final String BPFTRACE = "bpftrace";

    /** Scripts look at the version to know the language; this is the one that Skep speaks. */
    private static final String BPFTRACE_VERSION = "bpftrace v0.27.0";

    @Override
    public CommandSpec spec() {
        return TraceOptions.SPEC;
    }

    @Override
    public int run(Arguments arguments, Streams streams) {
        if (arguments.has(TraceOptions.VERSION)) {
            if (streams.calledAs().equals(BPFTRACE)) {
                streams.out().line(BPFTRACE_VERSION);
            } else {
                VersionCommand.print(streams);
            }
            return ExitCode.DONE.code();
        }
        checkFormat(arguments.value(TraceOptions.FORMAT));
        if (arguments.has(TraceOptions.NO_WARNINGS)
                && arguments.has(TraceOptions.HELPER_WARNINGS)) {
            throw new UsageException("--no-warnings and -k exclude each other");
        }
        if (arguments.has(TraceOptions.NO_WARNINGS)) {
            streams.err().hideWarnings();
        }
        if (arguments.has(TraceOptions.LIST) && !arguments.has(TraceOptions.PROGRAM)) {
            return list(arguments, streams);
        }
        return trace(arguments, streams);
    }

    private static int list(Arguments arguments, Streams streams) {
        String pattern = arguments.operands().isEmpty() ? "*:*" : arguments.operands().get(0);
        boolean verbose = arguments.has(TraceOptions.VERBOSE);
        for (ProbeCatalog.Entry entry :
                ProbeCatalog.match(target(arguments), pid(arguments), pattern, verbose)) {
            streams.out().line(entry.name());
            for (String argument : entry.arguments()) {
                streams.out().line("    " + argument);
            }
        }
        return ExitCode.DONE.code();
    }

    private static int trace(Arguments arguments, Streams streams) {
        Linkage.prepare();
        SourceText source = source(arguments);
        Target target = target(arguments);
        ScriptArguments given = ScriptArguments.of(arguments.trailing());
        CompileOptions options =
                CompileOptions.DEFAULT
                        .withParameters(parameters(arguments, given))
                        .withOptions(given.options())
                        .withSettings(Settings.of(streams.environment()))
                        .withUnsafe(arguments.has(TraceOptions.UNSAFE))
                        .withHelperWarnings(arguments.has(TraceOptions.HELPER_WARNINGS))
                        .withPid(pid(arguments));
        String object = arguments.value(TraceOptions.EMIT_OBJECT);
        if (object != null) {
            options = options.asPortable();
        }
        String stages = arguments.value(TraceOptions.STAGE);
        if (stages != null) {
            for (CompileStage stage : Stages.named(stages)) {
                streams.out().buffer().append(ScriptCompiler.show(stage, source, target, options));
                streams.out().recordDone();
            }
            return ExitCode.DONE.code();
        }
        CompiledScript script = ScriptCompiler.compile(source, target, options);
        streams.timings().done("compile");
        if (given.asksForHelp()) {
            streams.out().buffer().append(ScriptArguments.help(script.options()));
            return ExitCode.TRACE_USAGE.code();
        }
        given.check(script.options());
        for (Problem warning : script.warnings()) {
            streams.err().problem(source, warning);
        }
        if (arguments.has(TraceOptions.LIST)) {
            return listScript(script, streams);
        }
        if (object != null) {
            return emit(script, target, object);
        }
        if (arguments.has(TraceOptions.TARGET)) {
            throw new UsageException(
                    "the kernel that --target describes is not the one that runs here",
                    "add -d bpf or --emit-object FILE");
        }
        return run(script, arguments, streams);
    }

    private static int listScript(CompiledScript script, Streams streams) {
        for (AttachPlan.Attachment attachment : script.plan().probes()) {
            streams.out().line(attachment.name());
        }
        return ExitCode.DONE.code();
    }

    private static int emit(CompiledScript script, Target target, String file) {
        byte[] bytes = ObjectWriter.write(script.object(), target);
        try (FileOutputStream out = new FileOutputStream(file)) {
            out.write(bytes);
        } catch (IOException e) {
            throw new UsageException("cannot write to " + e.getMessage());
        }
        return ExitCode.DONE.code();
    }

    private static int run(CompiledScript script, Arguments arguments, Streams streams) {
        String output = arguments.value(TraceOptions.OUTPUT);
        if (output == null) {
            return run(script, arguments, streams, streams.out());
        }
        try (FileOutputStream file = new FileOutputStream(output)) {
            DataOutput out = new DataOutput(file, Buffering.BATCH);
            int code = run(script, arguments, streams, out);
            out.flush();
            if (!out.failure().isEmpty()) {
                throw new UsageException("cannot write to " + output + ": " + out.failure());
            }
            return code;
        } catch (FileNotFoundException e) {
            throw new UsageException("failed to open output file: " + e.getMessage());
        } catch (IOException e) {
            throw new UsageException("cannot write to " + output + ": " + e.getMessage());
        }
    }

    private static int run(
            CompiledScript script, Arguments arguments, Streams streams, DataOutput out) {
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
                        pid(arguments));
        try (Session session = Session.start(script, options)) {
            streams.timings().done("load");
            Signals.onInterrupt(new Interruption(session));
            if (arguments.has(TraceOptions.DRY_RUN)) {
                session.stop();
                session.run(record -> {});
                return ExitCode.DONE.code();
            }
            RecordSink renderer = renderer(arguments, streams, out, session::stop);
            session.run(AttachedNotice.ifWanted(renderer, streams));
            return session.exitCode();
        } catch (VerifierException e) {
            if (arguments.has(TraceOptions.VERBOSE)) {
                streams.err().line(e.log());
            }
            throw e;
        }
    }

    private static Target target(Arguments arguments) {
        String file = arguments.value(TraceOptions.TARGET);
        return file == null ? Target.running() : Target.read(Path.of(file));
    }

    private static List<String> parameters(Arguments arguments, ScriptArguments given) {
        int first = arguments.has(TraceOptions.PROGRAM) ? 0 : 1;
        List<String> all =
                new ArrayList<>(arguments.operands().subList(first, arguments.operands().size()));
        all.addAll(given.positional());
        return all;
    }

    /** {@return the process of {@code -p}, 0 for none} */
    private static int pid(Arguments arguments) {
        String text = arguments.value(TraceOptions.PID);
        if (text == null) {
            return 0;
        }
        if (arguments.has(TraceOptions.COMMAND)) {
            throw new UsageException("Cannot specify both -c and -p", "give one of them");
        }
        try {
            int pid = Integer.parseInt(text);
            if (pid > 0) {
                return pid;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new UsageException(
                "Failed to parse pid: '" + text + "' is no id of a process", "see ps -e");
    }

    private static SourceText source(Arguments arguments) {
        String program = arguments.value(TraceOptions.PROGRAM);
        if (program != null) {
            return ScriptSource.ofText(program);
        }
        if (arguments.operands().isEmpty()) {
            throw new UsageException(
                    "trace needs a program",
                    "give a file, - for standard input, or -e and the text");
        }
        return ScriptSource.read(arguments.operands().get(0));
    }

    private static RecordSink renderer(
            Arguments arguments, Streams streams, DataOutput out, Runnable onGone) {
        boolean quiet = arguments.has(TraceOptions.QUIET);
        if (isJson(arguments)) {
            return new JsonRenderer(out, streams, quiet, onGone);
        }
        return new TextRenderer(out, streams, quiet, onGone);
    }

    private static boolean isJson(Arguments arguments) {
        return "json".equals(arguments.value(TraceOptions.FORMAT));
    }

    private static void checkFormat(@Nullable String format) {
        if (format != null && !format.equals("text") && !format.equals("json")) {
            throw new UsageException(
                    "unknown output format '" + format + "'", "-f takes text or json");
        }
    }
}
