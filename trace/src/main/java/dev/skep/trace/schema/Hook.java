package dev.skep.trace.schema;

/** Where a program is attached. */
public sealed interface Hook {

    /** Run once by BPF_PROG_TEST_RUN before anything is attached. */
    record Begin() implements Hook {}

    /** Run once by BPF_PROG_TEST_RUN after everything is detached. */
    record End() implements Hook {}

    /** A timer on the first online CPU. */
    record Interval(Rate rate) implements Hook {}

    /** A timer on every online CPU. */
    record Profile(Rate rate) implements Hook {}

    /**
     * A tracepoint, through a perf event.
     *
     * @param category the directory under {@code events/}, which is the trace system's name
     * @param event the event's name
     * @param id its number as its format file says; -1 if it is looked up when attaching
     */
    record Tracepoint(String category, String event, int id) implements Hook {}

    /** A raw tracepoint by its name, without the {@code __tracepoint_}. */
    record RawTracepoint(String name) implements Hook {}

    /** How often a timer fires. */
    sealed interface Rate {
        /** Every {@code nanoseconds}. */
        record Period(long nanoseconds) implements Rate {}

        /** About {@code hertz} times a second; the kernel adapts the period. */
        record Frequency(long hertz) implements Rate {}
    }
}
