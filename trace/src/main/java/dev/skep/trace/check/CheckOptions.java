package dev.skep.trace.check;

import java.util.List;
import java.util.Map;

/**
 * What is said on the command line and changes what a script means.
 *
 * @param parameters the positional parameters, {@code $1} first
 * @param options values of the script's own options, by name; {@code true} for one without value
 * @param settings settings that override the script's {@code config} block, by name
 * @param unsafe whether functions are allowed that change what they look at
 * @param pid the process that is traced, which says which files its probes are in; 0 for all
 */
public record CheckOptions(
        List<String> parameters,
        Map<String, String> options,
        Map<String, String> settings,
        boolean unsafe,
        int pid) {

    /** Nothing is said. */
    public static final CheckOptions DEFAULT = new CheckOptions(List.of());

    public CheckOptions {
        parameters = List.copyOf(parameters);
        options = Map.copyOf(options);
        settings = Map.copyOf(settings);
    }

    /** Makes options of positional parameters alone. */
    public CheckOptions(List<String> parameters) {
        this(parameters, Map.of(), Map.of(), false, 0);
    }
}
