package dev.skep.symbols;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The symbols of processes, by pid. Pids are those of the pid namespace that {@code /proc} shows.
 *
 * <p>Processes that have ended can be resolved as far as they were looked at while they lived: call
 * {@link #remember} for those that matter, when they start to.
 *
 * <p>May be used from any thread.
 */
public final class UserSymbols {
    private final ProcFiles proc;
    private final UserSymbolOptions options;
    private final DebugFiles debugFiles;
    private final Binaries binaries;

    /** By pid or by {@link ProcFiles.Program}; see {@link SymbolCaching}. */
    private final Map<Object, ProcessSymbols> processes;

    /** Creates symbols of the processes of this machine. */
    public UserSymbols(UserSymbolOptions options) {
        this(options, ProcFiles.RUNNING);
    }

    UserSymbols(UserSymbolOptions options, ProcFiles proc) {
        this.proc = proc;
        this.options = options;
        this.debugFiles = BinarySymbols.debugFiles(options.debugFolders());
        this.binaries = binaries();
        this.processes =
                new LinkedHashMap<>(16, 0.75f, true) {
                    private static final long serialVersionUID = 1L;

                    @Override
                    protected boolean removeEldestEntry(Map.Entry<Object, ProcessSymbols> eldest) {
                        return size() > options.processes();
                    }
                };
    }

    private Binaries binaries() {
        return new Binaries(proc, debugFiles, options.binaries());
    }

    /**
     * Looks at a process while it lives, and opens what it has mapped, so that its addresses can be
     * resolved after its end. Takes some 10 us per file; does nothing if nothing is to be cached.
     */
    public void remember(int pid) {
        if (options.caching() != SymbolCaching.NONE) {
            process(pid, null).openAll();
        }
    }

    /** {@return what is at an address of a process} */
    public UserFrame frame(int pid, long address) {
        return stack(pid, new long[] {address}, 1, null).getFirst();
    }

    /**
     * {@return what is at the addresses of a process}
     *
     * @param pid the process
     * @param addresses where its functions will go on, innermost first, as the kernel's stack
     *     helpers give them
     * @param count how many of them
     * @param program the file that it runs, if known: with {@link SymbolCaching#PER_PROGRAM} it
     *     stands for processes that had ended before they were looked at. Otherwise null
     */
    public List<UserFrame> stack(int pid, long[] addresses, int count, @Nullable String program) {
        ProcessSymbols process = process(pid, program);
        return process.stack(addresses, count);
    }

    private ProcessSymbols process(int pid, @Nullable String program) {
        return switch (options.caching()) {
            case PER_PID -> cached(pid, pid, false);
            case PER_PROGRAM -> ofProgram(pid, program);
            case NONE -> new ProcessSymbols(proc, pid, binaries(), false);
        };
    }

    private ProcessSymbols cached(Object key, int pid, boolean shared) {
        synchronized (processes) {
            ProcessSymbols known = processes.get(key);
            if (known == null) {
                known = new ProcessSymbols(proc, pid, binaries, shared);
                processes.put(key, known);
            }
            return known;
        }
    }

    private ProcessSymbols ofProgram(int pid, @Nullable String path) {
        ProcFiles.Program program = proc.program(pid);
        if (program != null) {
            return cached(program, pid, true);
        }
        // It has ended. Another process of that program tells, if there was one.
        synchronized (processes) {
            for (Map.Entry<Object, ProcessSymbols> entry : processes.entrySet()) {
                if (entry.getKey() instanceof ProcFiles.Program other
                        && (other.path().equals(path) || entry.getValue().pid() == pid)) {
                    return entry.getValue();
                }
            }
        }
        return new ProcessSymbols(proc, pid, binaries, true);
    }
}
