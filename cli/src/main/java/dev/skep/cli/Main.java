package dev.skep.cli;

import dev.skep.bpf.BpfException;
import dev.skep.bpf.MalformedObjectException;
import dev.skep.trace.ScriptException;
import dev.skep.trace.run.NotAttachedException;
import dev.skep.trace.run.ProcessException;
import dev.skep.trace.syntax.Problem;

import org.jspecify.annotations.Nullable;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.util.List;

/** The {@code skep} command. */
public final class Main {

    private final Streams streams;

    Main(Streams streams) {
        this.streams = streams;
    }

    /** Runs the command and ends the process with its code. */
    public static void main(String[] args) {
        DataOutput out = new DataOutput(new FileOutputStream(FileDescriptor.out), Buffering.BATCH);
        Diagnostics err = new Diagnostics(System.err, Colour.ofThisProcess());
        Timings timings = Timings.since(System.getProperty("skep.timings", ""));
        timings.done("JVM, to main");
        String name = System.getProperty("skep.name", "skep");
        String[] words = CommandWords.asGiven(args);
        int code =
                new Main(new Streams(out, err, name, timings, Environment.ofThisProcess()))
                        .run(words);
        timings.done("to the end");
        timings.print(err);
        // Everything is closed and written. System.exit would set up logging, to tell a logger of
        // it.
        Runtime.getRuntime().halt(code);
    }

    /** {@return the exit code of the command line {@code args}} */
    int run(String[] args) {
        int code = runCommand(args);
        streams.out().flush();
        if (!streams.out().failure().isEmpty()) {
            streams.err().error("cannot write the output: " + streams.out().failure(), List.of());
            return ExitCode.REFUSED.code();
        }
        return code;
    }

    private int runCommand(String[] args) {
        Command command = Commands.calledAs(streams.calledAs());
        int from = 0;
        if (command == null) {
            if (args.length == 0 || args[0].equals("--help") || args[0].equals("-h")) {
                streams.out().buffer().append(HelpText.overview(Commands.all()));
                return ExitCode.DONE.code();
            }
            if (args[0].equals("--version") || args[0].equals("-V")) {
                VersionCommand.print(streams);
                return ExitCode.DONE.code();
            }
            command = Commands.find(args);
            if (command == null) {
                UsageException unknown = Commands.unknown(args[0]);
                streams.err().error(String.valueOf(unknown.getMessage()), unknown.hints());
                return ExitCode.USAGE.code();
            }
            from = Commands.wordCount(command);
        }
        return run(command, args, from);
    }

    private int run(Command command, String[] args, int from) {
        CommandSpec spec = command.spec();
        Arguments arguments = null;
        try {
            arguments = ArgumentParser.parse(spec, args, from);
            if (args.length == from && spec.usageError() == ExitCode.TRACE_USAGE) {
                // Whoever says nothing at all wants to know what there is to say.
                streams.err().line(HelpText.of(spec, streams.calledAs()));
                return spec.usageError().code();
            }
            if (arguments.has(CommonOptions.HELP)) {
                streams.out().buffer().append(HelpText.of(spec, streams.calledAs()));
                return ExitCode.DONE.code();
            }
            return command.run(arguments, streams);
        } catch (UsageException e) {
            streams.out().flush();
            streams.err().error(String.valueOf(e.getMessage()), e.hints());
            if (arguments == null) {
                streams.err().line("USAGE: " + spec.usage(streams.calledAs()));
                streams.err().line("skep help " + spec.name() + " shows the options.");
            }
            return spec.usageError().code();
        } catch (ScriptException e) {
            streams.out().flush();
            for (Problem problem : e.problems()) {
                streams.err().problem(e.source(), problem);
            }
            trace(arguments, e);
            return spec.usageError().code();
        } catch (NotAttachedException e) {
            streams.out().flush();
            streams.err()
                    .error(
                            String.valueOf(e.getMessage()),
                            e.reason().isEmpty() ? List.of() : List.of(e.reason()));
            trace(arguments, e);
            return spec.refused().code();
        } catch (ProcessException e) {
            return fail(arguments, e, spec.usageError());
        } catch (MalformedObjectException e) {
            return fail(arguments, e, spec.usageError());
        } catch (BpfException e) {
            return fail(arguments, e, spec.refused());
        } catch (RuntimeException | Error e) {
            streams.out().flush();
            String what = String.valueOf(e);
            streams.err()
                    .error(
                            "internal error: " + what,
                            List.of(
                                    "this is a mistake in Skep; please report it with what --debug shows"));
            trace(arguments, e);
            return ExitCode.INTERNAL.code();
        }
    }

    private int fail(@Nullable Arguments arguments, BpfException e, ExitCode code) {
        streams.out().flush();
        streams.err().error(String.valueOf(e.getMessage()), List.of());
        trace(arguments, e);
        return code.code();
    }

    private void trace(@Nullable Arguments arguments, Throwable throwable) {
        if (arguments != null && arguments.has(CommonOptions.DEBUG)) {
            streams.err().stackTrace(throwable);
        }
    }
}
