package dev.skep.bpf.link;

import dev.skep.bpf.target.KernelFiles;
import dev.skep.bpf.target.Target;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Probes in tracefs whose process was killed before it could remove them. All other attachments end
 * with their process; these are of kernels whose PMU takes no probe. They do nothing, since the
 * perf events on them are gone, but stand in the list.
 *
 * <p>A probe is known by its name, which holds the id of its process. One whose id now is another
 * process's stays. In a pid namespace of its own a process does not see all others; but a probe
 * that is in use can't be removed, the kernel refuses that.
 */
public final class AbandonedProbes {

    private static final String[] KINDS = {"kprobe", "uprobe"};

    private AbandonedProbes() {}

    /**
     * Removes them. Skep does so itself before it makes the first probe of that kind.
     *
     * @param target the running kernel
     * @return what was removed, as {@code kprobes/skep_4711_0_vfs_read_0x0}
     */
    public static List<String> remove(Target target) {
        List<String> removed = new ArrayList<>();
        for (String kind : KINDS) {
            String list = TracefsProbe.TRACING + TracefsProbe.list(kind);
            byte[] lines = target.files().read(list);
            for (String event : lines == null ? List.<String>of() : in(KernelFiles.text(lines))) {
                try {
                    TracefsProbe.remove(Path.of(target.files().locate(list)), event);
                    removed.add(event);
                } catch (IOException _) {
                    // Somebody uses it whom this process does not see, or was faster.
                }
            }
        }
        return removed;
    }

    /**
     * {@return the probes without a process in a list, whose lines read {@code
     * p:kprobes/skep_4711_0_vfs_read_0x0 vfs_read+0}}
     */
    private static List<String> in(String list) {
        List<String> found = new ArrayList<>();
        for (int start = 0; start < list.length(); ) {
            int end = list.indexOf('\n', start);
            end = end < 0 ? list.length() : end;
            int colon = list.indexOf(':', start);
            int space = list.indexOf(' ', start);
            if (colon >= 0 && colon < space && space < end) {
                String event = list.substring(colon + 1, space);
                long owner = TracefsProbe.owner(event.substring(event.indexOf('/') + 1));
                if (owner > 0 && !Files.exists(Path.of("/proc", Long.toString(owner)))) {
                    found.add(event);
                }
            }
            start = end + 1;
        }
        return found;
    }
}
