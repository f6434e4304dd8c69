package dev.skep.cli;

import dev.skep.bpf.target.Target;
import dev.skep.bpf.target.TargetWriter;

import java.nio.file.Path;
import java.util.List;

/**
 * {@code skep target save}: writes down what compiling asks of this kernel, so that it works on
 * another machine.
 */
final class TargetSaveCommand implements Command {

    private static final CommandSpec SPEC =
            new CommandSpec(
                    "target save",
                    "write what compiling asks of this kernel to a file",
                    "FILE",
                    List.of(
                            new Example(
                                    "compile for this kernel on another machine",
                                    "sudo skep target save here.zip"),
                            new Example(
                                    "there",
                                    "skep trace --target here.zip -d bpf -e 'rt:sys_enter { @ = count(); }'")),
                    List.of(CommonOptions.GROUP),
                    ExitCode.USAGE,
                    ExitCode.REFUSED);

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public int run(Arguments arguments, Streams streams) {
        if (arguments.operands().size() != 1) {
            throw new UsageException("target save needs the name of one file to write");
        }
        Path file = Path.of(arguments.operands().get(0));
        Target running = Target.running();
        new TargetWriter(running).tracepoints("*", "*").allTypes().write(file);
        streams.err().line("Wrote the kernel " + running.release() + " to " + file);
        return ExitCode.DONE.code();
    }
}
