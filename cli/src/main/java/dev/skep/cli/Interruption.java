package dev.skep.cli;

import dev.skep.trace.run.Session;

/**
 * What Ctrl-C does: the first one ends the script, which shows its maps; the second one ends the
 * process at once. {@code timeout} of the coreutils sends its signal to the command and then to the
 * whole group, so two that come together are one.
 */
final class Interruption implements Runnable {

    /** Nobody presses Ctrl-C twice in that time, in nanoseconds. */
    private static final long TOGETHER = 200_000_000;

    private final Session session;
    private boolean again;
    private long first;

    Interruption(Session session) {
        this.session = session;
    }

    @Override
    public synchronized void run() {
        if (again && System.nanoTime() - first < TOGETHER) {
            return;
        }
        if (again) {
            // Links and maps go with the process's descriptors.
            Runtime.getRuntime().halt(ExitCode.INTERRUPTED.code());
        }
        again = true;
        first = System.nanoTime();
        session.stop();
    }
}
