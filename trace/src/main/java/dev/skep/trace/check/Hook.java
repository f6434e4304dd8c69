package dev.skep.trace.check;

import dev.skep.trace.syntax.AttachPoint;

/**
 * One place that a probe attaches to.
 *
 * @sealedGraph
 */
public sealed interface Hook {

    /** {@return the attach point in the script that led here} */
    AttachPoint syntax();

    /**
     * {@return its full name, which is what {@code probe} gives: {@code
     * tracepoint:syscalls:sys_enter_openat}}
     */
    String name();

    /** Runs once before anything is attached. */
    record Begin(AttachPoint syntax) implements Hook {
        @Override
        public String name() {
            return "begin";
        }
    }

    /** Runs once after everything is detached. */
    record End(AttachPoint syntax) implements Hook {
        @Override
        public String name() {
            return "end";
        }
    }

    /**
     * A timer on one CPU.
     *
     * @param name its full name
     * @param rate how often
     */
    record Interval(AttachPoint syntax, String name, Rate rate) implements Hook {}

    /**
     * A timer on every CPU.
     *
     * @param name its full name
     * @param rate how often, on each CPU
     */
    record Profile(AttachPoint syntax, String name, Rate rate) implements Hook {}

    /** How often a timer fires. */
    sealed interface Rate {}

    /**
     * So many times a second.
     *
     * @param hertz times a second, at least 1
     */
    record Frequency(long hertz) implements Rate {}

    /**
     * Every so many nanoseconds.
     *
     * @param nanoseconds nanoseconds, at least 1
     */
    record Period(long nanoseconds) implements Rate {}

    /**
     * A tracepoint.
     *
     * @param category its category, {@code syscalls}
     * @param event its name, {@code sys_enter_openat}
     */
    record Tracepoint(AttachPoint syntax, String category, String event) implements Hook {
        @Override
        public String name() {
            return "tracepoint:" + category + ":" + event;
        }
    }

    /**
     * A raw tracepoint.
     *
     * @param module the module that has it, {@code vmlinux} for the kernel itself
     * @param event its name, {@code sys_enter}
     */
    record RawTracepoint(AttachPoint syntax, String module, String event) implements Hook {
        @Override
        public String name() {
            return "rawtracepoint:" + module + ":" + event;
        }
    }
}
