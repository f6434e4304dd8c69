package dev.skep.sys;

/**
 * A perf event to open, in the kernel's terms (uapi {@code perf_event.h}).
 *
 * @param type the PMU's number: {@link #HARDWARE}, {@link #SOFTWARE}, {@link #TRACEPOINT} or a
 *     dynamic one
 * @param config what to count, as the PMU defines it
 * @param config1 the PMU's first extension (kprobe: address of the name; uprobe: of the path)
 * @param config2 the PMU's second extension (kprobe, uprobe: offset)
 * @param sample the period in events, or the frequency in Hz where {@code frequency}
 * @param frequency how to read {@code sample}
 * @param sampleType PERF_SAMPLE_* bits
 * @param readFormat PERF_FORMAT_* bits: what reading the event's descriptor tells
 * @param breakpoint HW_BREAKPOINT_* bits: which accesses a breakpoint watches
 */
public record PerfEvent(
        int type,
        long config,
        long config1,
        long config2,
        long sample,
        boolean frequency,
        long sampleType,
        long readFormat,
        int breakpoint) {

    /** PERF_TYPE_HARDWARE. */
    public static final int HARDWARE = 0;

    /** PERF_TYPE_SOFTWARE. */
    public static final int SOFTWARE = 1;

    /** PERF_TYPE_TRACEPOINT. */
    public static final int TRACEPOINT = 2;

    /**
     * PERF_TYPE_BREAKPOINT: the debug registers; {@code config1} is an address, {@code config2} a
     * length.
     */
    public static final int BREAKPOINT = 5;

    /** PERF_COUNT_SW_CPU_CLOCK: a timer in nanoseconds that needs no hardware counter. */
    public static final long CPU_CLOCK = 0;

    /** PERF_COUNT_SW_BPF_OUTPUT: nothing but what programs write. */
    private static final long BPF_OUTPUT = 10;

    /** PERF_SAMPLE_RAW: samples have the bytes that programs write. */
    private static final long SAMPLE_RAW = 1 << 10;

    /**
     * PERF_FORMAT_LOST in {@code readFormat}: reading tells, behind the count, how many samples
     * found no room. Since Linux 6.0; older kernels refuse it with EINVAL.
     */
    public static final long TELL_LOST = 1 << 4;

    /** PERF_EVENT_IOC_ENABLE: starts an event. */
    public static final long ENABLE = 0x2400;

    /** PERF_EVENT_IOC_SET_BPF: puts the program with the argument's descriptor on an event. */
    public static final long SET_BPF = 0x40042408;

    /**
     * {@return a counter that fires after every {@code period} counts}
     *
     * @param type {@link #HARDWARE}, {@link #SOFTWARE} or {@link #TRACEPOINT}
     * @param config what to count, as the type defines it
     * @param period after how many counts
     */
    public static PerfEvent counter(int type, long config, long period) {
        return new PerfEvent(type, config, 0, 0, period, false, 0, 0, 0);
    }

    /**
     * {@return a probe of a function or a place in a file}
     *
     * @param pmu the number of the PMU {@code kprobe} or {@code uprobe}
     * @param config which kind of probe, as the PMU's format says
     * @param place the address of the function's name or the file's path, with a NUL; 0 if there is
     *     none
     * @param offset bytes behind the function's start, or into the file; an address if there is no
     *     place
     */
    public static PerfEvent probe(int pmu, long config, long place, long offset) {
        return new PerfEvent(pmu, config, place, offset, 1, false, 0, 0, 0);
    }

    /**
     * {@return an event that carries what programs write, and wakes its reader at each record}
     *
     * @param readFormat 0 or {@link #TELL_LOST}
     */
    public static PerfEvent output(long readFormat) {
        return new PerfEvent(SOFTWARE, BPF_OUTPUT, 0, 0, 1, false, SAMPLE_RAW, readFormat, 0);
    }

    /**
     * {@return an event that fires at every access to memory}
     *
     * @param address the first byte
     * @param length how many bytes
     * @param access HW_BREAKPOINT_* bits
     */
    public static PerfEvent breakpoint(long address, int length, int access) {
        return new PerfEvent(BREAKPOINT, 0, address, length, 1, false, 0, 0, access);
    }

    /** {@return an event that fires at every hit of the tracepoint with that id} */
    public static PerfEvent tracepoint(int id) {
        return counter(TRACEPOINT, id, 1);
    }

    /** {@return a timer that fires every {@code nanoseconds}} */
    public static PerfEvent period(long nanoseconds) {
        return counter(SOFTWARE, CPU_CLOCK, nanoseconds);
    }

    /** {@return a timer that fires {@code hertz} times a second} */
    public static PerfEvent frequency(long hertz) {
        return new PerfEvent(SOFTWARE, CPU_CLOCK, 0, 0, hertz, true, 0, 0, 0);
    }
}
