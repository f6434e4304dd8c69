package dev.skep.cli;

import dev.skep.bpf.target.Target;
import dev.skep.trace.syntax.SourceText;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;

/** {@code skep trace}: compiles a script for the kernel and runs it. */
final class TraceCommand implements Command {

    @Override
    public CommandSpec spec() {
        return TraceOptions.SPEC;
    }

    @Override
    public int run(Arguments arguments, Streams streams) {
        if (arguments.has(TraceOptions.VERSION)) {
            VersionCommand.print(streams);
            return ExitCode.DONE.code();
        }
        checkFormat(arguments.value(TraceOptions.FORMAT));
        if (arguments.has(TraceOptions.NO_WARNINGS)) {
            streams.err().hideWarnings();
        }
        if (arguments.has(TraceOptions.LIST) && !arguments.has(TraceOptions.PROGRAM)) {
            return list(arguments, streams);
        }
        SourceText source = source(arguments);
        throw new UsageException("cannot run " + source.name() + " yet");
    }

    private static int list(Arguments arguments, Streams streams) {
        String pattern = arguments.operands().isEmpty() ? "*:*" : arguments.operands().get(0);
        for (String name : ProbeListing.matching(target(arguments), pattern)) {
            streams.out().line(name);
        }
        return ExitCode.DONE.code();
    }

    private static Target target(Arguments arguments) {
        String file = arguments.value(TraceOptions.TARGET);
        return file == null ? Target.running() : Target.read(Path.of(file));
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

    private static void checkFormat(@Nullable String format) {
        if (format != null && !format.equals("text")) {
            throw new UsageException(
                    "unknown output format '" + format + "'", "this version writes text");
        }
    }
}
