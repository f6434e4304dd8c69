package dev.skep.sys;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;

/** A clock of the kernel that BPF programs read too. */
public enum Clock {
    /** Since boot, without the time the machine slept: {@code bpf_ktime_get_ns}. */
    MONOTONIC(1),
    /** Since boot: {@code bpf_ktime_get_boot_ns}, since Linux 5.8. */
    BOOT(7);

    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private final int number;

    Clock(int number) {
        this.number = number;
    }

    /** {@return the time now in nanoseconds} */
    public long now() {
        MemorySegment time = Syscalls.area().attributes;
        Syscalls.call(SystemCall.CLOCK_GETTIME, number, time.address());
        return time.get(JAVA_LONG, 0) * NANOS_PER_SECOND + time.get(JAVA_LONG, 8);
    }
}
