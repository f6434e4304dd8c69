package dev.skep.trace.run;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A command as a user types it, without a shell. */
public final class CommandLine {

    private CommandLine() {}

    /** {@return the words of a command: separated by blanks, which quotes and a backslash keep} */
    public static List<String> split(String command) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean inWord = false;
        char quote = 0;
        for (int i = 0; i < command.length(); i++) {
            char c = command.charAt(i);
            if (quote != 0) {
                if (c == quote) {
                    quote = 0;
                } else if (c == '\\' && quote == '"' && i + 1 < command.length()) {
                    word.append(command.charAt(++i));
                } else {
                    word.append(c);
                }
            } else if (c == '\'' || c == '"') {
                quote = c;
                inWord = true;
            } else if (c == '\\' && i + 1 < command.length()) {
                word.append(command.charAt(++i));
                inWord = true;
            } else if (c == ' ' || c == '\t' || c == '\n') {
                if (inWord) {
                    words.add(word.toString());
                    word.setLength(0);
                    inWord = false;
                }
            } else {
                word.append(c);
                inWord = true;
            }
        }
        if (inWord) {
            words.add(word.toString());
        }
        return words;
    }

    /**
     * {@return the command with the full path of its program, which is looked for in {@code PATH}}
     *
     * @throws ProcessException if there is no such program
     */
    static List<String> resolve(List<String> command) {
        String program = command.getFirst();
        List<String> resolved = new ArrayList<>(command);
        resolved.set(0, find(program).toString());
        return resolved;
    }

    private static Path find(String program) {
        if (program.indexOf('/') >= 0) {
            Path path = Path.of(program);
            if (isExecutable(path)) {
                return path;
            }
            throw notFound(
                    program,
                    Files.exists(path) ? "Permission denied" : "No such file or directory");
        }
        String searched = System.getenv("PATH");
        for (String folder : (searched == null ? "/usr/bin:/bin" : searched).split(":", -1)) {
            Path path = Path.of(folder.isEmpty() ? "." : folder, program);
            if (isExecutable(path)) {
                return path;
            }
        }
        throw notFound(program, "No such file or directory");
    }

    private static ProcessException notFound(String program, String reason) {
        return new ProcessException(
                "Failed to fork child: Path '"
                        + program
                        + "' does not exist or is not executable ("
                        + reason
                        + ")");
    }

    private static boolean isExecutable(Path path) {
        return Files.isRegularFile(path) && Files.isExecutable(path);
    }
}
