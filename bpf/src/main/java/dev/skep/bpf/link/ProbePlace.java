package dev.skep.bpf.link;

import dev.skep.bpf.target.Target;
import dev.skep.sys.Errno;
import dev.skep.sys.Kernel;

import java.io.IOException;

/**
 * Where a kprobe or uprobe goes, in the terms of both ways to make one.
 *
 * @param pmu {@code kprobe} or {@code uprobe}
 * @param name what to call it
 * @param returns whether it fires at returns
 * @param target the function's name or the file's path, for the PMU; empty for an address
 * @param symbol what its name in tracefs is made from
 * @param place as tracefs takes it
 * @param offset bytes behind the function's start, or into the file, or the address
 * @param referenceCounter offset of a semaphore in the file, or 0
 * @param pid the process, or -1 for all
 */
record ProbePlace(
        String pmu,
        String name,
        boolean returns,
        String target,
        String symbol,
        String place,
        long offset,
        long referenceCounter,
        int pid) {

    int open(PmuProbe probe, Kernel kernel) {
        return probe.open(kernel, returns, target, offset, referenceCounter, pid);
    }

    TracefsProbe inTracefs(Target kernel) throws IOException {
        return TracefsProbe.make(kernel, pmu, returns, symbol, place, offset);
    }

    String advice(int error) {
        boolean kernelFunction = pmu.equals("kprobe");
        return switch (-error) {
            case Errno.ENOENT ->
                    kernelFunction
                            ? "This kernel has no function of that name, or it was inlined"
                            : "There is no such file";
            case Errno.EINVAL ->
                    kernelFunction
                            ? "The function can't be probed (it is on the kernel's list of those, or the offset is inside"
                                    + " an instruction)"
                            : "There is no instruction at that offset of the file";
            case Errno.EILSEQ ->
                    "The function can't be probed there: the offset is inside an instruction";
            default -> PerfEvents.advice(error);
        };
    }
}
