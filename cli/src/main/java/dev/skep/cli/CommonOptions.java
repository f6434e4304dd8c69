package dev.skep.cli;

import java.util.List;

/** Options that every command has. */
final class CommonOptions {

    static final Option HELP = Option.flag('h', "help", "show this help");
    static final Option DEBUG =
            Option.flag('\0', "debug", "with an error, show where in the code it was noticed");

    static final OptionGroup GROUP = new OptionGroup("Everywhere", List.of(HELP, DEBUG));

    private CommonOptions() {}
}
