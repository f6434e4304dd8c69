package dev.skep.trace.record;

import org.jspecify.annotations.Nullable;

/** How a stack is shown: the modes of {@code kstack} and {@code ustack}. */
public enum StackMode {
    /** A symbol and an offset on each line. */
    BPFTRACE("bpftrace"),
    /** The address too, and of user frames the file; as {@code perf script} shows stacks. */
    PERF("perf"),
    /** Addresses only. */
    RAW("raw"),
    /** The build id of the file, and the offset in it; of user stacks only. */
    BUILD_ID("build_id");

    private final String text;

    StackMode(String text) {
        this.text = text;
    }

    /** {@return bytes that the kernel writes for each frame} */
    public int frameSize() {
        // struct bpf_stack_build_id of uapi bpf.h, or an address.
        return this == BUILD_ID ? 32 : 8;
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
