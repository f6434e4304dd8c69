package dev.skep.symbols;

import dev.skep.bpf.MalformedObjectException;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The symbols of one process: what it has mapped where, and in which files that is. What was seen
 * while it lived stays when it has ended.
 *
 * <p>May be used from any thread.
 */
final class ProcessSymbols {
    /** After a look at the mappings that did not help, the next is taken so much later. */
    private static final long INTERVAL_NANOS = 100_000_000;

    private final ProcFiles proc;
    private final int pid;
    private final Binaries binaries;

    private final boolean shared;

    private @Nullable String executable;
    private ProcessMappings mappings;

    /** Whether the process runs something else by now, so that it can't be asked any more. */
    private boolean over;

    /** By first address of the mapping; null as a value is what can't be opened. */
    private final Map<Long, @Nullable BinarySymbols> opened = new HashMap<>();

    private @Nullable PerfMap perfMap;
    private long vainLook = System.nanoTime() - INTERVAL_NANOS;

    /**
     * @param shared whether this stands for all processes of its program, and must not follow when
     *     the process runs another
     */
    ProcessSymbols(ProcFiles proc, int pid, Binaries binaries, boolean shared) {
        this.proc = proc;
        this.pid = pid;
        this.binaries = binaries;
        this.shared = shared;
        this.executable = proc.executable(pid);
        this.mappings = proc.mappings(pid);
    }

    int pid() {
        return pid;
    }

    /**
     * Opens every file that the process has mapped: when it has ended, those of another mount
     * namespace can't be found any more.
     */
    synchronized void openAll() {
        noticeExec();
        refresh();
        for (MemoryMapping mapping : mappings.all()) {
            BinarySymbols binary = binary(mapping);
            if (binary != null) {
                binary.findTables();
            }
        }
        perfMap().refresh();
    }

    /** {@return what is at the first {@code count} addresses} */
    synchronized List<UserFrame> stack(long[] addresses, int count) {
        noticeExec();
        List<UserFrame> frames = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            frames.add(frame(addresses[i]));
        }
        return frames;
    }

    /** After exec(2) nothing is where it was; and a pid may have become another process's. */
    private void noticeExec() {
        String now = proc.executable(pid);
        if (now == null || now.equals(executable)) {
            return;
        }
        if (shared) {
            over = true;
            return;
        }
        executable = now;
        mappings = proc.mappings(pid);
        opened.clear();
        perfMap = null;
    }

    private UserFrame frame(long address) {
        MemoryMapping mapping = mappings.at(address);
        if (mapping == null && System.nanoTime() - vainLook >= INTERVAL_NANOS) {
            // Libraries are loaded at any time.
            refresh();
            mapping = mappings.at(address);
            if (mapping == null) {
                vainLook = System.nanoTime();
            }
        }
        if (mapping == null) {
            return perfMap().frame(address);
        }
        BinarySymbols binary = binary(mapping);
        if (binary == null) {
            UserFrame frame = perfMap().frame(address);
            // Anonymous memory has no name that would help.
            return frame.symbol() != null || !mapping.isFile()
                    ? frame
                    : new UserFrame(
                            address, null, 0, mapping.module(), fileOffset(mapping, address));
        }
        return frame(binary, address, mapping);
    }

    private static UserFrame frame(BinarySymbols binary, long address, MemoryMapping mapping) {
        long offset = fileOffset(mapping, address);
        try {
            return binary.frame(address, mapping.module(), offset);
        } catch (MalformedObjectException | InternalError e) {
            // Somebody's file, wrong or made shorter under our eyes (the error): no symbol.
            return new UserFrame(address, null, 0, mapping.module(), offset);
        }
    }

    private static long fileOffset(MemoryMapping mapping, long address) {
        return address - mapping.start() + mapping.fileOffset();
    }

    private void refresh() {
        ProcessMappings now = over ? ProcessMappings.NONE : proc.mappings(pid);
        if (!now.isEmpty()) { // it has not ended
            mappings = now;
            opened.clear();
        }
    }

    private @Nullable BinarySymbols binary(MemoryMapping mapping) {
        if (opened.containsKey(mapping.start())) {
            return opened.get(mapping.start());
        }
        BinarySymbols binary = null;
        if (mapping.isFile()) {
            binary = binaries.of(pid, mapping);
        } else if (mapping.isVdso()) {
            binary = binaries.vdso(pid, mapping);
        }
        opened.put(mapping.start(), binary);
        return binary;
    }

    /** The process writes the pid it knows, to a folder of its own mount namespace. */
    private PerfMap perfMap() {
        PerfMap known = perfMap;
        if (known == null) {
            String path = "/tmp/perf-" + proc.ownPid(pid) + ".map";
            known = new PerfMap(proc.root(pid) + path, path);
            perfMap = known;
        }
        return known;
    }
}
