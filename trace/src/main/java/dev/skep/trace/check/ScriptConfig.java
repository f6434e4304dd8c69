package dev.skep.trace.check;

import dev.skep.trace.record.StackMode;

/**
 * The settings of a script's {@code config} block.
 *
 * @param license decides which helpers its programs may call
 * @param maxMapKeys entries of a map with keys
 * @param maxProbes how many attach points the script may have
 * @param maxStrlen bytes of a string that {@code str} reads
 * @param missingProbes what becomes of attach points that match nothing
 * @param onStackLimit bytes of the largest object that programs keep on their stack
 * @param printMapsOnExit whether maps are printed at the end
 * @param truncationTrailer what is printed behind a string that was cut off
 * @param maxCatBytes how many bytes of a file {@code cat} shows
 * @param ringBufferPages how many pages of records user space may be behind; 0 if not said
 * @param stackMode how stacks are shown that do not say it
 * @param typeinfo whether {@code typeinfo} may be called, which may change yet
 */
public record ScriptConfig(
        String license,
        int maxMapKeys,
        int maxProbes,
        int maxStrlen,
        MissingProbes missingProbes,
        int onStackLimit,
        boolean printMapsOnExit,
        String truncationTrailer,
        int maxCatBytes,
        int ringBufferPages,
        StackMode stackMode,
        Unstable typeinfo) {

    /** What becomes of a script that uses what may change yet. */
    public enum Unstable {
        /** It is run. */
        ENABLE,
        /** It is run, with a warning. */
        WARN,
        /** It is not run. */
        ERROR
    }

    /** What becomes of attach points that match nothing. */
    public enum MissingProbes {
        /** The script is not run. */
        ERROR,
        /** They are left out, with a warning. */
        WARN,
        /** They are left out. */
        IGNORE
    }

    /** The settings of a script that says nothing. */
    public static final ScriptConfig DEFAULT =
            new ScriptConfig(
                    "GPL",
                    4096,
                    1024,
                    1024,
                    MissingProbes.ERROR,
                    32,
                    true,
                    "..",
                    10_240,
                    0,
                    StackMode.BPFTRACE,
                    Unstable.ERROR);
}
