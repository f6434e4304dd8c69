package dev.skep.trace;

import java.util.List;

/**
 * What is said beside a script's text and matters to what becomes of it.
 *
 * @param parameters the positional parameters, {@code $1} first
 * @param ringBufferPages how many pages of records user space may be behind ({@code
 *     perf_rb_pages}); rounded up to a power of two, and to at least a page for each CPU
 * @param pid the process that is traced; 0 for all
 */
public record CompileOptions(List<String> parameters, int ringBufferPages, int pid) {

    /** No parameters, and room for 1 MiB of records. */
    public static final CompileOptions DEFAULT = new CompileOptions(List.of(), 256, 0);

    public CompileOptions {
        parameters = List.copyOf(parameters);
    }

    /** {@return the same with other parameters} */
    public CompileOptions withParameters(List<String> newParameters) {
        return new CompileOptions(newParameters, ringBufferPages, pid);
    }

    /** {@return the same with another size of the ring buffer} */
    public CompileOptions withRingBufferPages(int pages) {
        return new CompileOptions(parameters, pages, pid);
    }

    /** {@return the same for one process; 0 for all} */
    public CompileOptions withPid(int newPid) {
        return new CompileOptions(parameters, ringBufferPages, newPid);
    }
}
