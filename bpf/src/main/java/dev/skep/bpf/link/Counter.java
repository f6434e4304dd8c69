package dev.skep.bpf.link;

/**
 * What perf events count (uapi {@code perf_event.h}, {@code perf_hw_id} and {@code perf_sw_ids}).
 */
public enum Counter {
    CPU_CYCLES(true, 0, "cpu-cycles", "cycles", 1_000_000),
    INSTRUCTIONS(true, 1, "instructions", "", 1_000_000),
    CACHE_REFERENCES(true, 2, "cache-references", "", 1_000_000),
    CACHE_MISSES(true, 3, "cache-misses", "", 1_000_000),
    BRANCH_INSTRUCTIONS(true, 4, "branch-instructions", "branches", 100_000),
    BRANCH_MISSES(true, 5, "branch-misses", "", 100_000),
    BUS_CYCLES(true, 6, "bus-cycles", "", 100_000),
    FRONTEND_STALLS(true, 7, "frontend-stalls", "", 1_000_000),
    BACKEND_STALLS(true, 8, "backend-stalls", "", 1_000_000),
    REF_CYCLES(true, 9, "ref-cycles", "", 1_000_000),
    CPU_CLOCK(false, 0, "cpu-clock", "cpu", 1_000_000),
    TASK_CLOCK(false, 1, "task-clock", "", 1),
    PAGE_FAULTS(false, 2, "page-faults", "faults", 100),
    CONTEXT_SWITCHES(false, 3, "context-switches", "cs", 1_000),
    CPU_MIGRATIONS(false, 4, "cpu-migrations", "", 1),
    MINOR_FAULTS(false, 5, "minor-faults", "", 100),
    MAJOR_FAULTS(false, 6, "major-faults", "", 1),
    ALIGNMENT_FAULTS(false, 7, "alignment-faults", "", 1),
    EMULATION_FAULTS(false, 8, "emulation-faults", "", 1),
    DUMMY(false, 9, "dummy", "", 1),
    BPF_OUTPUT(false, 10, "bpf-output", "", 1);

    private final boolean hardware;
    private final int config;
    private final String eventName;
    private final String alias;
    private final long defaultPeriod;

    Counter(boolean hardware, int config, String eventName, String alias, long defaultPeriod) {
        this.hardware = hardware;
        this.config = config;
        this.eventName = eventName;
        this.alias = alias;
        this.defaultPeriod = defaultPeriod;
    }

    /** {@return whether a counter of the processor is needed} */
    public boolean hardware() {
        return hardware;
    }

    /** {@return the number in the kernel's interface} */
    public int config() {
        return config;
    }

    /** {@return the name, as {@code page-faults}} */
    public String eventName() {
        return eventName;
    }

    /** {@return another name, as {@code faults}, or empty} */
    public String alias() {
        return alias;
    }

    /**
     * {@return after how many counts a probe fires that gives no number (the tracing language's
     * rule)}
     */
    public long defaultPeriod() {
        return defaultPeriod;
    }
}
