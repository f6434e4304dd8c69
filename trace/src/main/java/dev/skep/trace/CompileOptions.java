package dev.skep.trace;

import dev.skep.trace.check.CheckOptions;
import dev.skep.trace.system.FreeMemory;

import java.util.List;
import java.util.Map;

/**
 * What is said beside a script's text and matters to what becomes of it.
 *
 * @param check what changes what the script means
 * @param helperWarnings whether programs say when a helper of the kernel fails ({@code -k})
 * @param ringBufferPages how many pages of records user space may be behind, unless the script says
 *     so ({@code perf_rb_pages}); rounded up to a power of two, and to at least a page for each CPU
 * @param portable whether kernels other than the target are to load the programs, so that members
 *     of structs are looked up by name (CO-RE)
 */
public record CompileOptions(
        CheckOptions check, boolean helperWarnings, int ringBufferPages, boolean portable) {

    /** No parameters, and room for 1 MiB of records. */
    public static final CompileOptions DEFAULT =
            new CompileOptions(CheckOptions.DEFAULT, false, 256, false);

    /** {@return the same with other positional parameters} */
    public CompileOptions withParameters(List<String> parameters) {
        return with(
                new CheckOptions(
                        parameters,
                        check.options(),
                        check.settings(),
                        check.unsafe(),
                        check.pid()));
    }

    /** {@return the same with values for the script's own options, by name} */
    public CompileOptions withOptions(Map<String, String> options) {
        return with(
                new CheckOptions(
                        check.parameters(),
                        options,
                        check.settings(),
                        check.unsafe(),
                        check.pid()));
    }

    /** {@return the same with settings that override the script's, by name} */
    public CompileOptions withSettings(Map<String, String> settings) {
        return with(
                new CheckOptions(
                        check.parameters(),
                        check.options(),
                        settings,
                        check.unsafe(),
                        check.pid()));
    }

    /** {@return the same with functions allowed, or not, that change what they look at} */
    public CompileOptions withUnsafe(boolean unsafe) {
        return with(
                new CheckOptions(
                        check.parameters(),
                        check.options(),
                        check.settings(),
                        unsafe,
                        check.pid()));
    }

    /** {@return the same with warnings of failing helpers, or without} */
    public CompileOptions withHelperWarnings(boolean warnings) {
        return new CompileOptions(check, warnings, ringBufferPages, portable);
    }

    /** {@return the same with another size of the ring buffer} */
    public CompileOptions withRingBufferPages(int pages) {
        return new CompileOptions(check, helperWarnings, pages, portable);
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
        return with(
                new CheckOptions(
                        check.parameters(),
                        check.options(),
                        check.settings(),
                        check.unsafe(),
                        pid));
    }

    /** {@return the same for programs that other kernels load} */
    public CompileOptions asPortable() {
        return new CompileOptions(check, helperWarnings, ringBufferPages, true);
    }

    private CompileOptions with(CheckOptions other) {
        return new CompileOptions(other, helperWarnings, ringBufferPages, portable);
    }
}
