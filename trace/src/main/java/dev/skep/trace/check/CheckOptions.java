package dev.skep.trace.check;

import java.util.List;

/**
 * What is said on the command line and changes what a script means.
 *
 * @param parameters the positional parameters, {@code $1} first
 * @param pid the process that is traced, which says which files its probes are in; 0 for all
 */
public record CheckOptions(List<String> parameters, int pid) {

    /** Nothing is said. */
    public static final CheckOptions DEFAULT = new CheckOptions(List.of(), 0);

    public CheckOptions {
        parameters = List.copyOf(parameters);
    }
}
