package dev.skep.trace.run;

import dev.skep.bpf.BpfObject;
import dev.skep.trace.schema.EventSchema.CpuCounter;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Reads a counter that programs keep for each CPU, and how much it grew. */
final class CpuCounterReader {

    private final @Nullable MemorySegment memory;
    private final int offset;
    private final int stride;
    private final int cpus;
    private long seen;

    CpuCounterReader(@Nullable CpuCounter counter, BpfObject object) {
        memory = counter == null ? null : object.map(counter.map()).memory();
        offset = counter == null ? 0 : counter.offset();
        stride = counter == null ? 0 : counter.stride();
        cpus = counter == null ? 0 : counter.cpus();
    }

    /** {@return how much was counted since the last call} */
    long grown() {
        long before = seen;
        seen = total();
        return seen - before;
    }

    /** {@return all that was counted} */
    long total() {
        long sum = 0;
        if (memory != null) {
            for (int cpu = 0; cpu < cpus; cpu++) {
                sum += memory.get(ValueLayout.JAVA_LONG, offset + (long) cpu * stride);
            }
        }
        return sum;
    }
}
