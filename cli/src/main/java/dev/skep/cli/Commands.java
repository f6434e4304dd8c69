package dev.skep.cli;

import dev.skep.trace.check.NearestName;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** The table of commands. */
final class Commands {

    private static final List<Command> ALL =
            List.of(
                    new TraceCommand(),
                    new FeatureCommand(),
                    new TargetSaveCommand(),
                    new BtfDumpCommand(),
                    new HelpCommand(),
                    new VersionCommand());

    private Commands() {}

    /** {@return every command, in the order of help} */
    static List<Command> all() {
        return ALL;
    }

    /** {@return the command that the first words name, or null} */
    static @Nullable Command find(String[] words) {
        for (Command command : ALL) {
            if (matches(command.spec().name(), words)) {
                return command;
            }
        }
        return null;
    }

    /**
     * {@return the command that a link of that name stands for, or null} Scripts call bpftrace by
     * its name.
     */
    static @Nullable Command calledAs(String name) {
        return name.equals("bpftrace") ? ALL.get(0) : null;
    }

    /** {@return an error that names the nearest command} */
    static UsageException unknown(String word) {
        List<String> firstWords = new ArrayList<>();
        for (Command command : ALL) {
            firstWords.add(firstWord(command.spec().name()));
        }
        String message = "unknown command '" + word + "'";
        if (firstWords.contains(word)) {
            return new UsageException(message, "there is skep " + nameFrom(word));
        }
        String nearest = NearestName.of(word, firstWords);
        return nearest == null
                ? new UsageException(message, "skep help lists the commands")
                : new UsageException(message, "did you mean skep " + nameFrom(nearest) + "?");
    }

    /** {@return how many words a command's name has} */
    static int wordCount(Command command) {
        int count = 1;
        String name = command.spec().name();
        for (int i = 0; i < name.length(); i++) {
            if (name.charAt(i) == ' ') {
                count++;
            }
        }
        return count;
    }

    private static boolean matches(String name, String[] words) {
        int start = 0;
        for (String word : words) {
            int end = name.indexOf(' ', start);
            if (!name.substring(start, end < 0 ? name.length() : end).equals(word)) {
                return false;
            }
            if (end < 0) {
                return true;
            }
            start = end + 1;
        }
        return false;
    }

    private static String nameFrom(String firstWord) {
        for (Command command : ALL) {
            if (firstWord(command.spec().name()).equals(firstWord)) {
                return command.spec().name();
            }
        }
        throw new IllegalArgumentException(firstWord);
    }

    private static String firstWord(String name) {
        int blank = name.indexOf(' ');
        return blank < 0 ? name : name.substring(0, blank);
    }
}
