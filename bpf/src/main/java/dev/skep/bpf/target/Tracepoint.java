package dev.skep.bpf.target;

/**
 * The name of a tracepoint.
 *
 * @param category its category ({@code sched}), a folder of tracefs
 * @param event its name in the category ({@code sched_switch})
 */
public record Tracepoint(String category, String event) {
    /** {@return both with a colon between} */
    @Override
    public String toString() {
        return category + ":" + event;
    }
}
