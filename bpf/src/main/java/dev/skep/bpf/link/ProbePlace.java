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

    private static final String KPROBE = "kprobe";
    private static final String UPROBE = "uprobe";
    private static final int EVERY_PROCESS = -1;

    /** {@return a place behind the start of a kernel function, or its returns} */
    static ProbePlace kernelFunction(String function, long offset, boolean returns) {
        String name =
                (returns ? "kretprobe " : "kprobe ")
                        + function
                        + (offset == 0 ? "" : "+" + hex(offset));
        return new ProbePlace(
                KPROBE,
                name,
                returns,
                function,
                function,
                function + "+" + hex(offset),
                offset,
                0,
                EVERY_PROCESS);
    }

    /** {@return an instruction of the kernel} */
    static ProbePlace kernelAddress(long address) {
        String place = hex(address);
        return new ProbePlace(
                KPROBE, "kprobe " + place, false, "", "address", place, address, 0, EVERY_PROCESS);
    }

    /** {@return a place in a file, or the returns of the function that starts there} */
    static ProbePlace inFile(
            String path, long offset, long referenceCounter, boolean returns, int pid) {
        String place = path + ":" + hex(offset);
        String counter = referenceCounter == 0 ? "" : "(" + hex(referenceCounter) + ")";
        return new ProbePlace(
                UPROBE,
                (returns ? "uretprobe " : "uprobe ") + place,
                returns,
                path,
                path.substring(path.lastIndexOf('/') + 1),
                place + counter,
                offset,
                referenceCounter,
                pid);
    }

    private static String hex(long offset) {
        return "0x" + Long.toHexString(offset);
    }

    /** {@return whether it is in the kernel} */
    boolean inKernel() {
        return pmu.equals(KPROBE);
    }

    int open(PmuProbe probe, Kernel kernel) {
        return probe.open(kernel, returns, target, offset, referenceCounter, pid);
    }

    TracefsProbe inTracefs(Target kernel) throws IOException {
        return TracefsProbe.make(kernel, pmu, returns, symbol, place, offset);
    }

    String advice(int error) {
        boolean kernelFunction = inKernel();
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
