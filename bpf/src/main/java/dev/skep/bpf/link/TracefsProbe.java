package dev.skep.bpf.link;

import dev.skep.bpf.target.KernelFiles;
import dev.skep.bpf.target.Target;
import dev.skep.sys.Errno;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A probe that is made by a line in tracefs, for kernels whose PMU refuses (dotted names, before
 * 4.18). It outlives this process unless it is removed, so its name says whose it is: {@code
 * skep_<pid>_<n>_<symbol>_0x<offset>}.
 */
final class TracefsProbe implements AutoCloseable {

    static final String TRACING = "/sys/kernel/tracing/";

    private static final String PREFIX = "skep_";

    /** MAX_EVENT_NAME_LEN is 64 with its NUL. */
    private static final int LONGEST_NAME = 63;

    private static final AtomicInteger NEXT = new AtomicInteger();

    private static final AtomicBoolean CLEARED = new AtomicBoolean();

    private final Path list;
    private final String event;

    private TracefsProbe(Path list, String event) {
        this.list = list;
        this.event = event;
    }

    /** {@return its group and name, as {@code kprobes/skep_4711_0_vfs_read_0x0}} */
    String event() {
        return event;
    }

    /**
     * Makes a probe. The first one of this process removes what killed ones left behind.
     *
     * @param kind {@code kprobe} or {@code uprobe}
     * @param returns whether it fires at the function's return
     * @param symbol for the name
     * @param place as tracefs takes it: {@code vfs_read+0x0} or {@code /bin/bash:0x4d2}
     * @param offset for the name
     * @throws IOException if tracefs refuses
     */
    static TracefsProbe make(
            Target target, String kind, boolean returns, String symbol, String place, long offset)
            throws IOException {
        if (CLEARED.compareAndSet(false, true)) {
            AbandonedProbes.remove(target);
        }
        String group = returns ? kind.charAt(0) + "retprobes" : kind + "s";
        String event = group + "/" + name(symbol, offset);
        Path list = Path.of(target.files().locate(TRACING + list(kind)));
        write(list, (returns ? "r:" : "p:") + event + " " + place);
        return new TracefsProbe(list, event);
    }

    /** {@return the file that lists the probes of a kind} */
    static String list(String kind) {
        return kind + "_events";
    }

    /** {@return the id of the process that gave a probe its name; -1 if none of ours did} */
    static long owner(String name) {
        if (!name.startsWith(PREFIX)) {
            return -1;
        }
        long pid = 0;
        int at = PREFIX.length();
        while (at < name.length() && name.charAt(at) >= '0' && name.charAt(at) <= '9') {
            pid = pid * 10 + name.charAt(at) - '0';
            at++;
        }
        boolean ours = at > PREFIX.length() && at < name.length() && name.charAt(at) == '_';
        return ours ? pid : -1;
    }

    private static String name(String symbol, long offset) {
        StringBuilder text =
                new StringBuilder(PREFIX)
                        .append(ProcessHandle.current().pid())
                        .append('_')
                        .append(NEXT.getAndIncrement())
                        .append('_');
        String tail = "_0x" + Long.toHexString(offset);
        for (int i = 0; i < symbol.length() && text.length() + tail.length() < LONGEST_NAME; i++) {
            char c = symbol.charAt(i);
            boolean plain =
                    (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            text.append(plain ? c : '_');
        }
        return text.append(tail).toString();
    }

    /** {@return the number under which a perf event finds it, or a negated errno} */
    int id(Target target) {
        byte[] id = target.files().read(TRACING + "events/" + event + "/id");
        return id == null ? -Errno.ENOENT : Integer.parseInt(KernelFiles.text(id).strip());
    }

    /** Removes the probe. The perf events on it must be closed before. */
    @Override
    public void close() {
        try {
            remove(list, event);
        } catch (IOException e) {
            System.getLogger("dev.skep.bpf.link")
                    .log(
                            System.Logger.Level.WARNING,
                            "the probe " + event + " stays in " + list,
                            e);
        }
    }

    /**
     * Removes a probe, whoever made it.
     *
     * @throws IOException if it is in use, or not there
     */
    static void remove(Path list, String event) throws IOException {
        write(list, "-:" + event);
    }

    private static void write(Path list, String line) throws IOException {
        Files.writeString(list, line + "\n", StandardOpenOption.WRITE, StandardOpenOption.APPEND);
    }
}
