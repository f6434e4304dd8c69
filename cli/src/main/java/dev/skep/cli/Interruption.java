package dev.skep.cli;

import dev.skep.trace.run.Session;

/**
 * What Ctrl-C does: the first one ends the script, which shows its maps; the second one ends the
 * process at once.
 */
final class Interruption implements Runnable {

    private final Session session;
    private boolean again;

    Interruption(Session session) {
        this.session = session;
    }

    @Override
    public synchronized void run() {
        if (again) {
            // Links and maps go with the process's descriptors.
            Runtime.getRuntime().halt(ExitCode.INTERRUPTED.code());
        }
        again = true;
        session.stop();
    }
}
