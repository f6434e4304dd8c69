package dev.skep.bpf.link;

/**
 * How often a timer fires: by the clock of a CPU, so that it needs no hardware counter.
 *
 * @param rate nanoseconds between two firings, or how many firings a second where {@code perSecond}
 * @param perSecond how to read {@code rate}; the kernel then adapts the period
 */
public record Timer(long rate, boolean perSecond) {

    /** {@return a timer that fires every {@code nanoseconds}} */
    public static Timer every(long nanoseconds) {
        return new Timer(nanoseconds, false);
    }

    /** {@return a timer that fires about {@code hertz} times a second} */
    public static Timer hertz(long hertz) {
        return new Timer(hertz, true);
    }
}
