package dev.skep.cli;

import dev.skep.trace.check.ScriptOption;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What follows {@code --} on the command line: options of the script's own, and further positional
 * parameters.
 *
 * @param options their values by name; {@code true} for one without
 * @param positional the other words
 */
record ScriptArguments(Map<String, String> options, List<String> positional) {

    private static final String HELP = "help";

    /** {@return what the words say} */
    static ScriptArguments of(List<String> words) {
        Map<String, String> options = new LinkedHashMap<>();
        List<String> positional = new ArrayList<>();
        for (String word : words) {
            if (word.startsWith("--") && word.length() > 2) {
                int equals = word.indexOf('=');
                String name = word.substring(2, equals < 0 ? word.length() : equals);
                options.put(name, equals < 0 ? "true" : word.substring(equals + 1));
            } else {
                positional.add(word);
            }
        }
        return new ScriptArguments(options, positional);
    }

    /** {@return whether the script's options are to be listed} */
    boolean asksForHelp() {
        return options.containsKey(HELP);
    }

    /**
     * Checks that the script has all options that were given.
     *
     * @throws UsageException if it has not
     */
    void check(List<ScriptOption> known) {
        StringBuilder unexpected = new StringBuilder();
        for (String name : options.keySet()) {
            if (!isKnown(known, name)) {
                unexpected.append(unexpected.isEmpty() ? "--" : ", --").append(name);
            }
        }
        if (unexpected.isEmpty()) {
            return;
        }
        String message = "unexpected program command line options: " + unexpected;
        StringBuilder expected = new StringBuilder();
        for (ScriptOption option : known) {
            expected.append(expected.isEmpty() ? "--" : ", --").append(option.name());
        }
        if (expected.isEmpty()) {
            throw new UsageException(message);
        }
        throw new UsageException(message, "expected program options: " + expected);
    }

    private static boolean isKnown(List<ScriptOption> known, String name) {
        for (ScriptOption option : known) {
            if (option.name().equals(name)) {
                return true;
            }
        }
        return false;
    }

    /** {@return the options of a script, a line each} */
    static String help(List<ScriptOption> known) {
        if (known.isEmpty()) {
            return "HINT: no custom program options defined.";
        }
        StringBuilder out = new StringBuilder("HINT: expected program options:");
        for (ScriptOption option : known) {
            out.append("\n--").append(option.name());
            out.append(option.description().isEmpty() ? "" : ": ");
            out.append(option.description());
        }
        return out.toString();
    }
}
