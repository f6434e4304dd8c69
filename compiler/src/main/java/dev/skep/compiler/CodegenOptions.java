package dev.skep.compiler;

/**
 * What code is made for.
 *
 * @param level which instructions the kernel knows
 */
public record CodegenOptions(IsaLevel level) {

    /** What every kernel from Linux 5.10 takes. */
    public static final CodegenOptions DEFAULT = new CodegenOptions(IsaLevel.V3);
}
