package dev.skep.bpf.asm;

import dev.skep.bpf.BpfException;

import org.jspecify.annotations.Nullable;

/** Code goes farther in one jump than 16 bits reach, for kernels that know no longer jumps. */
public final class JumpRangeException extends BpfException {
    private static final long serialVersionUID = 1L;

    private final transient @Nullable SourcePosition position;

    JumpRangeException(String message, @Nullable SourcePosition position) {
        super(message);
        this.position = position;
    }

    /** {@return where the jump came from, if known} */
    public @Nullable SourcePosition position() {
        return position;
    }
}
