package dev.skep.trace.lower;

import dev.skep.trace.schema.RunMode;

/**
 * What the lowering is told beside the script and the target.
 *
 * @param ringBufferPages how many pages of records user space may be behind ({@code
 *     perf_rb_pages}); rounded up to a power of two, and to at least a page for each CPU
 * @param stackBytes how many bytes of the stack small objects may take; spilled registers and the
 *     bodies of loops take some of the 512 bytes, too
 * @param pid the process that is traced; 0 for all
 * @param mode which of the script's probes are there
 * @param helperWarnings whether programs say when a helper of the kernel fails
 * @param portable whether kernels other than the target are to load the programs, so that members
 *     of structs are looked up by name (CO-RE)
 */
public record LoweringOptions(
        int ringBufferPages,
        int stackBytes,
        int pid,
        RunMode mode,
        boolean helperWarnings,
        boolean portable) {

    /** What leaves enough for spilled registers. */
    public static final int MOST_STACK_BYTES = 320;

    /** With fewer there is nothing to be had by using fewer still. */
    public static final int FEWEST_STACK_BYTES = 32;

    /** Makes options for programs that use the stack as they like, and of all processes. */
    public LoweringOptions(int ringBufferPages) {
        this(ringBufferPages, MOST_STACK_BYTES, 0, RunMode.TRACE, false, false);
    }
}
