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
 * @param filter which probes are kept
 * @param headers where headers are, and which are read in any case
 * @param debugFolders where debug files of programs are besides {@code /usr/lib/debug}
 */
public record CheckOptions(
        List<String> parameters,
        Map<String, String> options,
        Map<String, String> settings,
        boolean unsafe,
        int pid,
        ProbeFilter filter,
        Headers headers,
        List<String> debugFolders) {

    /** Nothing is said. */
    public static final CheckOptions DEFAULT = new CheckOptions(List.of());

    public CheckOptions {
        parameters = List.copyOf(parameters);
        options = Map.copyOf(options);
        settings = Map.copyOf(settings);
        debugFolders = List.copyOf(debugFolders);
    }

    /** Makes options of positional parameters alone. */
    public CheckOptions(List<String> parameters) {
        this(parameters, Map.of(), Map.of(), false, 0, ProbeFilter.NONE, Headers.NONE, List.of());
    }

    /**
     * Where a script's headers are.
     *
     * @param folders where they are looked for ({@code -I}), in this order
     * @param files those that are read before the script ({@code --include})
     */
    public record Headers(List<String> folders, List<String> files) {
        /** No folders, no files. */
        public static final Headers NONE = new Headers(List.of(), List.of());

        public Headers {
            folders = List.copyOf(folders);
            files = List.copyOf(files);
        }
    }

    /** {@return the same with other positional parameters} */
    public CheckOptions withParameters(List<String> others) {
        return new CheckOptions(
                others, options, settings, unsafe, pid, filter, headers, debugFolders);
    }

    /** {@return the same with values for the script's own options, by name} */
    public CheckOptions withOptions(Map<String, String> others) {
        return new CheckOptions(
                parameters, others, settings, unsafe, pid, filter, headers, debugFolders);
    }

    /** {@return the same with settings that override the script's, by name} */
    public CheckOptions withSettings(Map<String, String> others) {
        return new CheckOptions(
                parameters, options, others, unsafe, pid, filter, headers, debugFolders);
    }

    /** {@return the same with functions allowed, or not, that change what they look at} */
    public CheckOptions withUnsafe(boolean allowed) {
        return new CheckOptions(
                parameters, options, settings, allowed, pid, filter, headers, debugFolders);
    }

    /** {@return the same for one process; 0 for all} */
    public CheckOptions withPid(int process) {
        return new CheckOptions(
                parameters, options, settings, unsafe, process, filter, headers, debugFolders);
    }

    /** {@return the same with other probes kept} */
    public CheckOptions withFilter(ProbeFilter other) {
        return new CheckOptions(
                parameters, options, settings, unsafe, pid, other, headers, debugFolders);
    }

    /** {@return the same with headers} */
    public CheckOptions withHeaders(Headers others) {
        return new CheckOptions(
                parameters, options, settings, unsafe, pid, filter, others, debugFolders);
    }

    /** {@return the same with other folders of debug files} */
    public CheckOptions withDebugFolders(List<String> folders) {
        return new CheckOptions(
                parameters, options, settings, unsafe, pid, filter, headers, folders);
    }
}
