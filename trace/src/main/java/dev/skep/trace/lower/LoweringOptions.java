package dev.skep.trace.lower;

/**
 * What the lowering is told beside the script and the target.
 *
 * @param ringBufferPages how many pages of records user space may be behind ({@code
 *     perf_rb_pages}); rounded up to a power of two, and to at least a page for each CPU
 * @param pid the process that is traced; 0 for all
 */
public record LoweringOptions(int ringBufferPages, int pid) {}
