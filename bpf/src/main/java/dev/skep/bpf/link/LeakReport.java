package dev.skep.bpf.link;

import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tells of links that became unreachable while attached: the program stays attached until the
 * process ends, and nobody can detach it any more. Leaks are looked for whenever a link is made or
 * closed, which takes no thread.
 */
final class LeakReport extends PhantomReference<Link> {

    private static final ReferenceQueue<Link> UNREACHABLE = new ReferenceQueue<>();
    private static final Set<LeakReport> WATCHED = ConcurrentHashMap.newKeySet();

    private final String target;

    private LeakReport(Link link, String target) {
        super(link, UNREACHABLE);
        this.target = target;
    }

    static LeakReport watch(Link link, String target) {
        LeakReport report = new LeakReport(link, target);
        WATCHED.add(report);
        look();
        return report;
    }

    /** {@return whether this was the first time} */
    boolean closed() {
        boolean first = WATCHED.remove(this);
        look();
        return first;
    }

    private static void look() {
        for (Object found = UNREACHABLE.poll(); found != null; found = UNREACHABLE.poll()) {
            if (found instanceof LeakReport report && WATCHED.remove(report)) {
                System.getLogger("dev.skep.bpf.link")
                        .log(
                                System.Logger.Level.WARNING,
                                "a link to "
                                        + report.target
                                        + " was never closed; its program stays attached until the process ends");
            }
        }
    }
}
