package dev.skep.cli;

import java.util.List;

/**
 * What a command is called and what it takes: the one source of parsing, help and suggestions.
 *
 * @param name its words, separated by a blank: {@code target save}
 * @param summary what it does, in one line
 * @param operands what follows the options, as help shows it
 * @param examples one for each use
 * @param groups its options
 * @param usageError how it ends when the command line is wrong
 * @param refused how it ends when the kernel or the environment refuses
 */
record CommandSpec(
        String name,
        String summary,
        String operands,
        List<Example> examples,
        List<OptionGroup> groups,
        ExitCode usageError,
        ExitCode refused) {

    CommandSpec {
        examples = List.copyOf(examples);
        groups = List.copyOf(groups);
    }

    /**
     * {@return what a user types to get the command}
     *
     * @param calledAs the name of the link that stands for the command, or {@code skep}
     */
    String invocation(String calledAs) {
        return Commands.calledAs(calledAs) == null ? "skep " + name : calledAs;
    }

    /** {@return the usage line, without a line end} */
    String usage(String calledAs) {
        return invocation(calledAs)
                + (groups.isEmpty() ? "" : " [options]")
                + (operands.isEmpty() ? "" : " " + operands);
    }
}
