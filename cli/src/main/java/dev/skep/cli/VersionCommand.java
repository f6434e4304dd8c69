package dev.skep.cli;

import java.util.List;

/** {@code skep version}: which Skep this is. */
final class VersionCommand implements Command {

    /** The version, as the build names it. */
    static final String VERSION = "0.1.0-SNAPSHOT";

    private static final CommandSpec SPEC =
            new CommandSpec(
                    "version",
                    "say which Skep this is",
                    "",
                    List.of(),
                    List.of(CommonOptions.GROUP),
                    ExitCode.USAGE,
                    ExitCode.REFUSED);

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public int run(Arguments arguments, Streams streams) {
        print(streams);
        return ExitCode.DONE.code();
    }

    static void print(Streams streams) {
        streams.out().line("skep " + VERSION);
    }
}
