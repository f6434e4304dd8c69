package dev.skep.kernels;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Map;

/**
 * Ends a guest in which a test takes for ever, and says where each thread was. Seconds are worth
 * little in a guest, so the limit is generous: it is there to end what hangs.
 */
final class Watchdog extends Thread {

    /** For one test. */
    static final Duration LIMIT = Duration.ofMinutes(3);

    private record Watched(String id, String name, long began) {}

    private final EventSender sender;
    private volatile @Nullable Watched watched;

    Watchdog(EventSender sender) {
        super("watchdog");
        this.sender = sender;
        setDaemon(true);
    }

    /** A test has begun. */
    void watch(String id, String name) {
        watched = new Watched(id, name, System.nanoTime());
    }

    /** No test runs. */
    void rest() {
        watched = null;
    }

    @Override
    public void run() {
        try {
            while (true) {
                Thread.sleep(1000);
                Watched now = watched;
                if (now != null && System.nanoTime() - now.began > LIMIT.toNanos()) {
                    bark(now);
                    Runtime.getRuntime().halt(1);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void bark(Watched test) {
        sender.send(new GuestEvent.Failed(test.id, test.name, LIMIT.toMillis()));
        detail("took longer than " + LIMIT.toSeconds() + " s; the threads are");
        for (Map.Entry<Thread, StackTraceElement[]> each : Thread.getAllStackTraces().entrySet()) {
            detail(each.getKey().getName() + " (" + each.getKey().getState() + ")");
            for (StackTraceElement frame : each.getValue()) {
                detail("    at " + frame);
            }
        }
    }

    private void detail(String text) {
        sender.send(new GuestEvent.Detail(text));
    }
}
