package dev.skep.cli;

import dev.skep.trace.check.NearestName;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads a command line as getopt_long does: letters may be joined ({@code -qv}), an argument may
 * follow directly or as the next word ({@code -e'…'}, {@code --target=F}, {@code --target F}),
 * options and operands mix, {@code --} ends both.
 */
final class ArgumentParser {

    private final CommandSpec spec;
    private final String[] words;
    private int next;
    private final Arguments arguments = new Arguments();

    private ArgumentParser(CommandSpec spec, String[] words, int from) {
        this.spec = spec;
        this.words = words;
        this.next = from;
    }

    /**
     * Reads {@code words} from index {@code from} on.
     *
     * @throws UsageException for an unknown option, or one whose argument is missing or not wanted
     */
    static Arguments parse(CommandSpec spec, String[] words, int from) {
        ArgumentParser parser = new ArgumentParser(spec, words, from);
        parser.parse();
        return parser.arguments;
    }

    private void parse() {
        while (next < words.length) {
            String word = words[next++];
            if (word.equals("--")) {
                while (next < words.length) {
                    arguments.addTrailing(words[next++]);
                }
            } else if (word.startsWith("--")) {
                parseLong(word);
            } else if (word.length() > 1 && word.charAt(0) == '-') {
                parseLetters(word);
            } else {
                arguments.addOperand(word);
            }
        }
    }

    private void parseLong(String word) {
        int equals = word.indexOf('=');
        String name = word.substring(2, equals < 0 ? word.length() : equals);
        Option option = byName(name);
        if (option == null) {
            throw unknown("--" + name, nearest(name));
        }
        if (!option.takesArgument()) {
            if (equals >= 0) {
                throw new UsageException("option --" + name + " takes no argument");
            }
            arguments.addOption(option, "");
        } else {
            arguments.addOption(
                    option, equals >= 0 ? word.substring(equals + 1) : nextWord(option));
        }
    }

    private void parseLetters(String word) {
        for (int i = 1; i < word.length(); i++) {
            Option option = byLetter(word.charAt(i));
            if (option == null) {
                throw unknown("-" + word.charAt(i), nearest(word.substring(1)));
            }
            if (option.takesArgument()) {
                String rest = word.substring(i + 1);
                arguments.addOption(option, rest.isEmpty() ? nextWord(option) : rest);
                return;
            }
            arguments.addOption(option, "");
        }
    }

    private String nextWord(Option option) {
        if (next == words.length) {
            throw new UsageException(
                    "option "
                            + option.display()
                            + " needs an argument: "
                            + option.argument()
                            + ", "
                            + option.help());
        }
        return words[next++];
    }

    private @Nullable Option byName(String name) {
        for (OptionGroup group : spec.groups()) {
            for (Option option : group.options()) {
                if (!name.isEmpty() && option.name().equals(name)) {
                    return option;
                }
            }
        }
        return null;
    }

    private @Nullable Option byLetter(char letter) {
        for (OptionGroup group : spec.groups()) {
            for (Option option : group.options()) {
                if (option.letter() == letter) {
                    return option;
                }
            }
        }
        return null;
    }

    private UsageException unknown(String option, @Nullable String nearest) {
        return nearest == null
                ? new UsageException("unknown option " + option)
                : new UsageException("unknown option " + option, "did you mean --" + nearest + "?");
    }

    private @Nullable String nearest(String name) {
        List<String> names = new ArrayList<>();
        for (OptionGroup group : spec.groups()) {
            for (Option option : group.options()) {
                if (!option.name().isEmpty()) {
                    names.add(option.name());
                }
            }
        }
        return NearestName.of(name, names);
    }
}
