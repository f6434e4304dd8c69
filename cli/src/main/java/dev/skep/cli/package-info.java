/**
 * The {@code skep} command. {@link dev.skep.cli.Main} looks a {@link dev.skep.cli.Command} up in
 * the table of {@link dev.skep.cli.Commands}, {@link dev.skep.cli.ArgumentParser} reads the words
 * behind it by that command's {@link dev.skep.cli.CommandSpec}, and the command runs.
 *
 * <p>Data goes to standard output through one {@link dev.skep.cli.DataOutput}; everything else goes
 * to standard error through {@link dev.skep.cli.Diagnostics}. An error ends in a sentence and one
 * of the codes of {@link dev.skep.cli.ExitCode}, never in a stack trace, unless {@code --debug}
 * asks for it.
 */
@org.jspecify.annotations.NullMarked
package dev.skep.cli;
