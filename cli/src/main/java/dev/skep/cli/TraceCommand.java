package dev.skep.cli;

import dev.skep.bpf.object.ObjectWriter;
import dev.skep.bpf.target.Target;
import dev.skep.sys.Linkage;
import dev.skep.trace.CompileOptions;
import dev.skep.trace.CompileStage;
import dev.skep.trace.CompiledScript;
import dev.skep.trace.ScriptCompiler;
import dev.skep.trace.check.CheckOptions;
import dev.skep.trace.check.ProbeFilter;
import dev.skep.trace.syntax.Problem;
import dev.skep.trace.syntax.SourceText;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.PatternSyntaxException;

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
        if (arguments.has(TraceOptions.INFO)) {
            streams.out().buffer().append(KernelInfo.of(BPFTRACE_VERSION.substring(9)));
            return ExitCode.DONE.code();
        }
        TraceChecks.check(arguments, streams.err());
        if (arguments.has(TraceOptions.NO_WARNINGS)) {
            streams.err().hideWarnings();
        }
        if (arguments.has(TraceOptions.LIST) && !isScript(arguments)) {
            List<String> operands = arguments.operands();
            listing(arguments, target(arguments), streams)
                    .matching(operands.isEmpty() ? "*:*" : operands.getFirst());
            return ExitCode.DONE.code();
        }
        return trace(arguments, streams);
    }

    private static boolean isScript(Arguments arguments) {
        return arguments.has(TraceOptions.PROGRAM)
                || (!arguments.operands().isEmpty()
                        && TraceListing.isScript(arguments.operands().getFirst()));
    }

    private static TraceListing listing(Arguments arguments, Target target, Streams streams) {
        return new TraceListing(
                streams, target, TraceChecks.pid(arguments), arguments.has(TraceOptions.VERBOSE));
    }

    private static int trace(Arguments arguments, Streams streams) {
        TraceMode mode = TraceMode.of(arguments);
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
                        .withPid(TraceChecks.pid(arguments))
                        .withMode(mode.run())
                        .withFilter(filter(arguments))
                        .withDebugFolders(TraceChecks.debugFolders(arguments))
                        .withHeaders(
                                new CheckOptions.Headers(
                                        arguments.values(TraceOptions.INCLUDE_FOLDER),
                                        arguments.values(TraceOptions.INCLUDE)));
        String object = arguments.value(TraceOptions.EMIT_OBJECT);
        if (object == null) {
            object = arguments.value(TraceOptions.EMIT_ELF);
        }
        if (object != null) {
            options =
                    options.withLoader(
                            arguments.has(TraceOptions.TARGET)
                                    ? CompileOptions.Loader.LIKE_TARGET
                                    : CompileOptions.Loader.EVERY_KERNEL);
        }
        if (object == null && !arguments.has(TraceOptions.TARGET)) {
            options = options.forThisMachine(target.pageSize());
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
            streams.err().line(ScriptArguments.help(script.options()));
            return ExitCode.TRACE_USAGE.code();
        }
        given.check(script.options());
        for (Problem warning : script.warnings()) {
            streams.err().problem(script.source(), warning);
        }
        if (arguments.has(TraceOptions.LIST)) {
            listing(arguments, target, streams).script(script);
            return ExitCode.DONE.code();
        }
        if (object != null) {
            return emit(script, target, object);
        }
        if (mode == TraceMode.CODEGEN) {
            return ExitCode.DONE.code();
        }
        if (arguments.has(TraceOptions.TARGET)) {
            throw new UsageException(
                    "the kernel that --target describes is not the one that runs here",
                    "add -d bpf or --emit-object FILE");
        }
        if (script.object().programs().isEmpty()) {
            return nothingToRun(mode, streams);
        }
        return new TraceRun(arguments, streams).run(script);
    }

    private static int nothingToRun(TraceMode mode, Streams streams) {
        String message =
                mode == TraceMode.TRACE
                        ? "No probes attached; use --test to run test probes, --bench to run bench"
                                + " probes."
                        : "No probes attached.";
        streams.err().error(message, List.of());
        return ExitCode.TRACE_REFUSED.code();
    }

    private static ProbeFilter filter(Arguments arguments) {
        String expression = arguments.value(TraceOptions.FILTER);
        if (expression == null) {
            return ProbeFilter.NONE;
        }
        try {
            return ProbeFilter.of(expression);
        } catch (PatternSyntaxException e) {
            throw new UsageException(
                    "Invalid --probe-filter regex '" + expression + "': " + e.getDescription());
        }
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

    private static Target target(Arguments arguments) {
        String file = arguments.value(TraceOptions.TARGET);
        if (file != null && !Files.exists(Path.of(file))) {
            throw new UsageException(
                    "--target names the description of a kernel, and there is no file '"
                            + file
                            + "'",
                    "'skep target save FILE' writes one");
        }
        Target target = file == null ? Target.running() : Target.read(Path.of(file));
        String list = arguments.value(TraceOptions.TRACEABLE);
        if (list == null) {
            return target;
        }
        try {
            return target.withTraceableFunctions(Files.readAllBytes(Path.of(list)));
        } catch (IOException | InvalidPathException e) {
            throw new UsageException(
                    "Failed to open kernel function info: Could not read functions from "
                            + list
                            + ".");
        }
    }

    private static List<String> parameters(Arguments arguments, ScriptArguments given) {
        int first = arguments.has(TraceOptions.PROGRAM) ? 0 : 1;
        List<String> all =
                new ArrayList<>(arguments.operands().subList(first, arguments.operands().size()));
        all.addAll(given.positional());
        return all;
    }

    private static SourceText source(Arguments arguments) {
        String program = arguments.value(TraceOptions.PROGRAM);
        if (program != null) {
            if (program.isEmpty()) {
                throw TraceChecks.noProgram();
            }
            return ScriptSource.ofText(program);
        }
        if (arguments.operands().isEmpty()) {
            throw TraceChecks.noProgram();
        }
        return ScriptSource.read(arguments.operands().get(0));
    }
}
