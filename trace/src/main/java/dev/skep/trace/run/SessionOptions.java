package dev.skep.trace.run;

import dev.skep.bpf.feature.AttachFeature;

import java.util.List;
import java.util.Set;

/**
 * How a script is run.
 *
 * @param command a program to start once the probes are attached, with its arguments; the session
 *     ends when it ends; empty for none
 * @param maps whether maps are shown at the end
 * @param pid the process that is traced, with whose end the session ends; 0 for all
 * @param without features of the kernel that are not to be used
 * @param debugFolders where debug files of programs are besides {@code /usr/lib/debug}
 */
public record SessionOptions(
        List<String> command,
        boolean maps,
        int pid,
        Set<AttachFeature> without,
        List<String> debugFolders) {

    /** No program to start, maps shown at the end. */
    public static final SessionOptions DEFAULT = new SessionOptions(List.of(), true, 0);

    /** Makes options for a kernel of which everything is used. */
    public SessionOptions(List<String> command, boolean maps, int pid) {
        this(command, maps, pid, Set.of(), List.of());
    }

    public SessionOptions {
        command = List.copyOf(command);
        without = Set.copyOf(without);
        debugFolders = List.copyOf(debugFolders);
    }
}
