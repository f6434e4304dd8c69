package dev.skep.trace;

import dev.skep.trace.check.CheckOptions;
import dev.skep.trace.check.ProbeFilter;
import dev.skep.trace.schema.RunMode;
import dev.skep.trace.system.FreeMemory;

import java.util.List;
import java.util.Map;

/**
 * What is said beside a script's text and matters to what becomes of it.
 *
 * @param check what changes what the script means
 * @param mode what the script is run for
 * @param helperWarnings whether programs say when a helper of the kernel fails ({@code -k})
 * @param ringBufferPages how many pages of records user space may be behind, unless the script says
 *     so ({@code perf_rb_pages}); rounded up to a power of two, and to at least a page for each CPU
 * @param loadedBy which kernels are to load the programs
 */
public record CompileOptions(
        CheckOptions check,
        RunMode mode,
        boolean helperWarnings,
        int ringBufferPages,
        Loader loadedBy) {

    /** Which kernels are to load the programs. */
    public enum Loader {
        /** The target. */
        TARGET,
        /**
         * Those that know what the target does; members of structs are looked up by name (CO-RE).
         */
        LIKE_TARGET,
        /** All, as far as instructions decide it; members are looked up by name. */
        EVERY_KERNEL
    }

    /** No parameters, and room for 1 MiB of records. */
    public static final CompileOptions DEFAULT =
            new CompileOptions(CheckOptions.DEFAULT, RunMode.TRACE, false, 256, Loader.TARGET);

    /** {@return the same with other positional parameters} */
    public CompileOptions withParameters(List<String> parameters) {
        return with(check.withParameters(parameters));
    }

    /** {@return the same with values for the script's own options, by name} */
    public CompileOptions withOptions(Map<String, String> options) {
        return with(check.withOptions(options));
    }

    /** {@return the same with settings that override the script's, by name} */
    public CompileOptions withSettings(Map<String, String> settings) {
        return with(check.withSettings(settings));
    }

    /** {@return the same with functions allowed, or not, that change what they look at} */
    public CompileOptions withUnsafe(boolean unsafe) {
        return with(check.withUnsafe(unsafe));
    }

    /**
     * {@return the same with a ring buffer as large as the free memory of this machine allows}
     *
     * @param pageSize bytes of a page
     */
    public CompileOptions forThisMachine(int pageSize) {
        return withRingBufferPages(FreeMemory.ringBufferPages(pageSize));
    }

    /** {@return the same for one process; 0 for all} */
    public CompileOptions withPid(int pid) {
        return with(check.withPid(pid));
    }

    /** {@return the same with other probes kept} */
    public CompileOptions withFilter(ProbeFilter filter) {
        return with(check.withFilter(filter));
    }

    /** {@return the same with headers} */
    public CompileOptions withHeaders(CheckOptions.Headers headers) {
        return with(check.withHeaders(headers));
    }

    /** {@return the same with other folders of debug files} */
    public CompileOptions withDebugFolders(List<String> folders) {
        return with(check.withDebugFolders(folders));
    }

    /** {@return the same for another purpose} */
    public CompileOptions withMode(RunMode other) {
        return new CompileOptions(check, other, helperWarnings, ringBufferPages, loadedBy);
    }

    /** {@return the same with warnings of failing helpers, or without} */
    public CompileOptions withHelperWarnings(boolean warnings) {
        return new CompileOptions(check, mode, warnings, ringBufferPages, loadedBy);
    }

    /** {@return the same with another size of the ring buffer} */
    public CompileOptions withRingBufferPages(int pages) {
        return new CompileOptions(check, mode, helperWarnings, pages, loadedBy);
    }

    /** {@return the same for programs that these kernels load} */
    public CompileOptions withLoader(Loader loader) {
        return new CompileOptions(check, mode, helperWarnings, ringBufferPages, loader);
    }

    private CompileOptions with(CheckOptions other) {
        return new CompileOptions(other, mode, helperWarnings, ringBufferPages, loadedBy);
    }
}
