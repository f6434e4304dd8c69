package dev.skep.trace.schema;

/** What a script is run for. */
public enum RunMode {
    /** Its probes. */
    TRACE,
    /** Its {@code test} probes, with the others attached meanwhile. */
    TEST,
    /** Its {@code bench} probes, with the others attached meanwhile. */
    BENCH;

    /** {@return whether a hook is there in this mode} */
    public boolean runs(Hook hook) {
        return switch (this) {
            case TRACE -> !(hook instanceof Hook.Test) && !(hook instanceof Hook.Bench);
            case TEST -> !(hook instanceof Hook.Bench);
            case BENCH -> !(hook instanceof Hook.Test);
        };
    }
}
