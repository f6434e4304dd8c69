package dev.skep.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The table of commands. */
final class Commands {

    private static final List<Command> ALL =
            List.of(new TraceCommand(), new TargetSaveCommand(), new HelpCommand(), new VersionCommand());

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

    /** {@return the command that a link of that name stands for, or null} Scripts call bpftrace by its name. */
    static @Nullable Command calledAs(String name) {
        return name.equals("bpftrace") ? ALL.get(0) : null;
    }

    /** {@return an error that names the nearest command} */
    static UsageException unknown(String word) {
        List<String> names = new ArrayList<>();
        for (Command command : ALL) {
            names.add(command.spec().name());
            names.add(firstWord(command.spec().name()));
        }
        String nearest = Spelling.nearest(word, names);
        String message = "unknown command '" + word + "'";
        return nearest == null
                ? new UsageException(message, "skep help lists the commands")
                : new UsageException(message, "did you mean skep " + nearest + "?");
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

    private static String firstWord(String name) {
        int blank = name.indexOf(' ');
        return blank < 0 ? name : name.substring(0, blank);
    }
}
