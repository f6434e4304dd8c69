package dev.skep.cli;

import org.jspecify.annotations.Nullable;

/**
 * An option of a command.
 *
 * @param letter its short form, or 0
 * @param name its long form without the dashes, or an empty string
 * @param argument what its argument is called in help; null if it takes none
 * @param help what it does, in one line
 */
record Option(char letter, String name, @Nullable String argument, String help) {

    /** {@return an option that is there or not} */
    static Option flag(char letter, String name, String help) {
        return new Option(letter, name, null, help);
    }

    /** {@return an option with an argument} */
    static Option value(char letter, String name, String argument, String help) {
        return new Option(letter, name, argument, help);
    }

    /** {@return whether it takes an argument} */
    boolean takesArgument() {
        return argument != null;
    }

    /** {@return how a message calls it: the long form if there is one} */
    String display() {
        return name.isEmpty() ? "-" + letter : "--" + name;
    }
}
