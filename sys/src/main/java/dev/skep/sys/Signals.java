package dev.skep.sys;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** The signals that a user sends to a tool. */
public final class Signals {

    private static final int SIGINT = 2;
    private static final int SIGTERM = 15;
    private static final long SIG_IGN = 1;

    /** {@code struct sigaction} of the system call: handler, flags, restorer, mask. */
    private static final int SIGACTION_BYTES = 32;

    private static final int MASK_BYTES = 8;

    private Signals() {}

    /**
     * Runs {@code action} on each SIGINT and SIGTERM, on a thread of its own, instead of ending the
     * JVM.
     *
     * <p>A shell starts the background jobs of a script with SIGINT ignored, and the JVM then
     * refuses to handle it; so an ignored SIGINT is set back first.
     */
    public static void onInterrupt(Runnable action) {
        stopIgnoring(SIGINT);
        stopIgnoring(SIGTERM);
        JvmSignal.handle("INT", action);
        JvmSignal.handle("TERM", action);
    }

    /** Runs {@code action} on each SIGUSR1, on a thread of its own, instead of ending the JVM. */
    public static void onUserSignal(Runnable action) {
        JvmSignal.handle("USR1", action);
    }

    private static void stopIgnoring(int signal) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment old = arena.allocate(SIGACTION_BYTES, 8);
            Syscalls.call(SystemCall.RT_SIGACTION, signal, 0, old.address(), MASK_BYTES);
            if (old.get(ValueLayout.JAVA_LONG, 0) == SIG_IGN) {
                MemorySegment standard = arena.allocate(SIGACTION_BYTES, 8);
                Syscalls.call(SystemCall.RT_SIGACTION, signal, standard.address(), 0, MASK_BYTES);
            }
        }
    }
}
