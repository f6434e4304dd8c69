package dev.skep.cli;

import java.util.List;

/** {@code skep help}: what there is, or how one command is used. */
final class HelpCommand implements Command {

    private static final CommandSpec SPEC =
            new CommandSpec(
                    "help",
                    "show what there is, or how one command is used",
                    "[COMMAND]",
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
        if (arguments.operands().isEmpty()) {
            streams.out().buffer().append(HelpText.overview(Commands.all()));
        } else {
            String[] words = arguments.operands().toArray(new String[0]);
            Command command = Commands.find(words);
            if (command == null) {
                throw Commands.unknown(words[0]);
            }
            streams.out().buffer().append(HelpText.of(command.spec(), streams.calledAs()));
        }
        streams.out().recordDone();
        return ExitCode.DONE.code();
    }
}
