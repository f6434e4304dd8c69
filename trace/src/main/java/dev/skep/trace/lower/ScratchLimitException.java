package dev.skep.trace.lower;

import dev.skep.bpf.BpfException;

/** The programs of a script need more scratch memory than a program can reach. */
public final class ScratchLimitException extends BpfException {
    private static final long serialVersionUID = 1L;

    ScratchLimitException(long bytes) {
        super(
                "the script needs "
                        + bytes
                        + " bytes of scratch memory for all CPUs, a program can reach"
                        + " 536870912; use a smaller max_strlen, or fewer strings at once");
    }
}
