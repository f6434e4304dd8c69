package dev.skep.trace.record;

import org.jspecify.annotations.Nullable;

/** How a stack is shown: the modes of {@code kstack} and {@code ustack}. */
public enum StackMode {
    /** A symbol and an offset on each line. */
    BPFTRACE("bpftrace"),
    /** The address too, and of user frames the file; as {@code perf script} shows stacks. */
    PERF("perf"),
    /** Addresses only. */
    RAW("raw");

    private final String text;

    StackMode(String text) {
        this.text = text;
    }

    /** {@return its name in scripts} */
    public String text() {
        return text;
    }

    /** {@return the mode of that name, or null} */
    public static @Nullable StackMode named(String name) {
        for (StackMode mode : values()) {
            if (mode.text.equals(name)) {
                return mode;
            }
        }
        return null;
    }
}
