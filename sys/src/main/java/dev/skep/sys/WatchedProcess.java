package dev.skep.sys;

import org.jspecify.annotations.Nullable;

/** A process of somebody else's, whose end is waited for. Since Linux 5.3. */
public final class WatchedProcess implements AutoCloseable {
    private final int descriptor;

    private WatchedProcess(int descriptor) {
        this.descriptor = descriptor;
    }

    /**
     * Opens a process.
     *
     * @return the process, or null with the negated errno in {@code error[0]}: ESRCH if there is
     *     none of that id
     */
    public static @Nullable WatchedProcess open(int pid, int[] error) {
        long opened = Syscalls.call(SystemCall.PIDFD_OPEN, pid, 0);
        if (opened < 0) {
            error[0] = (int) opened;
            return null;
        }
        return new WatchedProcess((int) opened);
    }

    /** {@return a descriptor that is ready for reading when the process has ended} */
    public int descriptor() {
        return descriptor;
    }

    @Override
    public void close() {
        Syscalls.call(SystemCall.CLOSE, descriptor);
    }
}
