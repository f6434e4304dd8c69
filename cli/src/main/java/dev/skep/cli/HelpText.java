package dev.skep.cli;

import java.util.List;

/** Help, made from the table of commands: a use of each kind first, then what there is. */
final class HelpText {

    private static final int SUMMARY_COLUMN = 16;
    private static final int HELP_COLUMN = 32;

    private HelpText() {}

    /** {@return help for {@code skep} as a whole} */
    static String overview(List<Command> commands) {
        StringBuilder out =
                new StringBuilder("Skep: everything one does with eBPF on Linux, on the JVM.\n\n");
        for (Command command : commands) {
            if (!command.spec().examples().isEmpty()) {
                appendExamples(out, command.spec().examples().subList(0, 1));
            }
        }
        out.append("\nCommands:\n");
        for (Command command : commands) {
            int start = out.length();
            out.append("  ").append(command.spec().name());
            pad(out, start, SUMMARY_COLUMN);
            out.append(command.spec().summary()).append('\n');
        }
        return out.append("\nskep help COMMAND shows a command's options.\n").toString();
    }

    /** {@return help for one command} */
    static String of(CommandSpec spec, String calledAs) {
        StringBuilder out = new StringBuilder(spec.invocation(calledAs)).append(": ");
        out.append(spec.summary()).append(".\n\nUSAGE: ");
        out.append(spec.usage(calledAs)).append("\n\n");
        appendExamples(out, spec.examples());
        for (OptionGroup group : spec.groups()) {
            out.append('\n').append(group.title()).append(":\n");
            for (Option option : group.options()) {
                appendOption(out, option);
            }
        }
        return out.toString();
    }

    private static void appendExamples(StringBuilder out, List<Example> examples) {
        for (Example example : examples) {
            out.append("  # ").append(example.purpose()).append('\n');
            out.append("  ").append(example.commandLine()).append('\n');
        }
    }

    private static void appendOption(StringBuilder out, Option option) {
        int start = out.length();
        out.append("  ");
        if (option.letter() != 0) {
            out.append('-').append(option.letter());
            out.append(option.name().isEmpty() ? "" : ", ");
        } else {
            out.append("    ");
        }
        if (!option.name().isEmpty()) {
            out.append("--").append(option.name());
        }
        if (option.takesArgument()) {
            out.append(' ').append(option.argument());
        }
        pad(out, start, HELP_COLUMN);
        out.append(option.help()).append('\n');
    }

    private static void pad(StringBuilder out, int start, int column) {
        out.repeat(' ', Math.max(2, column - (out.length() - start)));
    }
}
