package dev.skep.bpf.link;

import dev.skep.bpf.target.KernelFiles;
import dev.skep.bpf.target.Target;
import dev.skep.sys.Kernel;
import dev.skep.sys.PerfEvent;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.Arena;

/**
 * Probes that perf events make, without a name in tracefs: they go with their descriptor. Since
 * Linux 4.17.
 *
 * @param type the number of the PMU {@code kprobe} or {@code uprobe}
 * @param returnBit the bit of {@code config} that asks for a return probe
 */
record PmuProbe(int type, int returnBit) {

    private static final String DEVICES = "/sys/bus/event_source/devices/";

    /** Where a uprobe's semaphore stands in {@code config}. */
    private static final int REFERENCE_COUNTER_SHIFT = 32;

    /** {@return the PMU of that name, or null if the kernel has none} */
    static @Nullable PmuProbe of(String name, Target target) {
        byte[] type = target.files().read(DEVICES + name + "/type");
        byte[] format = target.files().read(DEVICES + name + "/format/retprobe");
        if (type == null) {
            return null;
        }
        // The file reads "config:0".
        String bit = format == null ? "config:0" : KernelFiles.text(format).strip();
        return new PmuProbe(
                Integer.parseInt(KernelFiles.text(type).strip()),
                Integer.parseInt(bit.substring(bit.indexOf(':') + 1)));
    }

    /**
     * {@return a descriptor of a new probe, or a negated errno}
     *
     * @param returns whether it fires at the function's return
     * @param place the function's name, or the file's path; empty where the offset is an address
     * @param offset bytes behind the function's start, or into the file
     * @param referenceCounter offset of a semaphore in the file, or 0
     * @param pid the process, or -1 for all
     */
    int open(
            Kernel kernel,
            boolean returns,
            String place,
            long offset,
            long referenceCounter,
            int pid) {
        try (Arena arena = Arena.ofConfined()) {
            long config =
                    (returns ? 1L << returnBit : 0) | referenceCounter << REFERENCE_COUNTER_SHIFT;
            PerfEvent event =
                    PerfEvent.probe(
                            type,
                            config,
                            place.isEmpty() ? 0 : arena.allocateFrom(place).address(),
                            offset);
            // An event of all processes must be opened on a CPU; the program runs on all of them.
            return kernel.perfEventOpen(event, pid, pid < 0 ? 0 : -1);
        }
    }
}
