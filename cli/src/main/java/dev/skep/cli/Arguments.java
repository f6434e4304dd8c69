package dev.skep.cli;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** The words of a command line, read by a {@link CommandSpec}. */
final class Arguments {

    private record Occurrence(Option option, String argument) {}

    private final List<Occurrence> occurrences = new ArrayList<>();
    private final List<String> operands = new ArrayList<>();
    private final List<String> trailing = new ArrayList<>();

    Arguments() {}

    void addOption(Option option, String argument) {
        occurrences.add(new Occurrence(option, argument));
    }

    void addOperand(String operand) {
        operands.add(operand);
    }

    void addTrailing(String word) {
        trailing.add(word);
    }

    /** {@return whether the option was given} */
    boolean has(Option option) {
        return value(option) != null;
    }

    /**
     * {@return the argument of the option's last occurrence; empty for a flag; null if it was not
     * given}
     */
    @Nullable String value(Option option) {
        for (int i = occurrences.size() - 1; i >= 0; i--) {
            if (occurrences.get(i).option().equals(option)) {
                return occurrences.get(i).argument();
            }
        }
        return null;
    }

    /** {@return the arguments of every occurrence of the option, in order} */
    List<String> values(Option option) {
        List<String> values = new ArrayList<>();
        for (Occurrence occurrence : occurrences) {
            if (occurrence.option().equals(option)) {
                values.add(occurrence.argument());
            }
        }
        return values;
    }

    /** {@return what is no option, in order} */
    List<String> operands() {
        return operands;
    }

    /** {@return what followed {@code --}} */
    List<String> trailing() {
        return trailing;
    }
}
