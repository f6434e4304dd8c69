package dev.skep.trace.run;

import java.util.List;

/**
 * How a script is run.
 *
 * @param command a program to start once the probes are attached, with its arguments; the session
 *     ends when it ends; empty for none
 * @param maps whether maps are shown at the end
 * @param pid the process that is traced, with whose end the session ends; 0 for all
 */
public record SessionOptions(List<String> command, boolean maps, int pid) {

    /** No program to start, maps shown at the end. */
    public static final SessionOptions DEFAULT = new SessionOptions(List.of(), true, 0);

    public SessionOptions {
        command = List.copyOf(command);
    }
}
