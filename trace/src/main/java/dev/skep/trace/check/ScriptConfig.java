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
 * @param logSize what the script wants the verifier's log to have room for; it has as much as it
 *     needs
 * @param maxPrograms how many programs the script may have
 * @param symbolication how addresses get names
 * @param unstable which features that may change may be used
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
        int logSize,
        int maxPrograms,
        Symbolication symbolication,
        Unstable unstable) {

    /**
     * How addresses get names.
     *
     * @param demangle whether names of C++ are shown as they were written
     * @param lazy whether addresses get names when they are shown only; they do
     * @param debugInfo whether source lines are shown where there are any
     */
    public record Symbolication(boolean demangle, boolean lazy, boolean debugInfo) {}

    /** Whether a feature that may change may be used. */
    public enum Use {
        /** It may. */
        ENABLE("enable"),
        /** It may, with a warning. */
        WARN("warn"),
        /** It may not. */
        ERROR("error");

        private final String text;

        Use(String text) {
            this.text = text;
        }

        /** {@return how scripts write it} */
        public String text() {
            return text;
        }
    }

    /**
     * Which features that may change may be used.
     *
     * @param importStatement {@code import}
     * @param timeSeries {@code tseries}
     * @param typeInformation {@code typeinfo}
     * @param dwarfStack {@code dw_ustack}
     */
    public record Unstable(
            Use importStatement, Use timeSeries, Use typeInformation, Use dwarfStack) {}

    /** What becomes of attach points that match nothing. */
    public enum MissingProbes {
        /** The script is not run. */
        ERROR("error"),
        /** They are left out, with a warning. */
        WARN("warn"),
        /** They are left out. */
        IGNORE("ignore");

        private final String text;

        MissingProbes(String text) {
            this.text = text;
        }

        /** {@return how scripts write it} */
        public String text() {
            return text;
        }
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
                    1_000_000,
                    1024,
                    new Symbolication(true, true, false),
                    new Unstable(Use.ENABLE, Use.WARN, Use.ERROR, Use.WARN));
}
