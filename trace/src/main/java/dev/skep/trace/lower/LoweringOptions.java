package dev.skep.trace.lower;

/**
 * What the lowering is told beside the script and the target.
 *
 * @param ringBufferPages how many pages of records user space may be behind ({@code
 *     perf_rb_pages}); rounded up to a power of two, and to at least a page for each CPU
 * @param helperWarnings whether programs say when a helper of the kernel fails
 */
public record LoweringOptions(int ringBufferPages, boolean helperWarnings) {

    /** Makes options of programs that do not speak of failing helpers. */
    public LoweringOptions(int ringBufferPages) {
        this(ringBufferPages, false);
    }
}
