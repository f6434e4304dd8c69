package dev.skep.trace.check;

import java.util.List;

/**
 * What is said on the command line and changes what a script means.
 *
 * @param parameters the positional parameters, {@code $1} first
 */
public record CheckOptions(List<String> parameters) {

    /** Nothing is said. */
    public static final CheckOptions DEFAULT = new CheckOptions(List.of());

    public CheckOptions {
        parameters = List.copyOf(parameters);
    }
}
