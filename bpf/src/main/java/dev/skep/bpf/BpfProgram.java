package dev.skep.bpf;

import dev.skep.bpf.handle.LoadedProgram;
import dev.skep.bpf.info.ProgramInfo;
import dev.skep.bpf.spec.ProgramSpec;

/** A program in the kernel, loaded and verified. Owns one descriptor. Usable from any thread. */
public sealed interface BpfProgram extends AutoCloseable permits LoadedProgram {

    /** {@return what the program was loaded from} */
    ProgramSpec spec();

    /** {@return the program's name in its object} */
    default String name() {
        return spec().name();
    }

    /** {@return the file descriptor, which stays this program's} */
    int fd();

    /**
     * Runs the program once, on the calling thread and CPU, without a context. For raw tracepoint
     * programs since Linux 5.10.
     *
     * @return what it returned
     * @throws KernelException if the kernel refuses
     */
    int run();

    /**
     * Runs a program of the network many times, on the calling thread and CPU, with an empty
     * packet.
     *
     * @param times how often
     * @return what it returned, and how long it took
     * @throws KernelException if the kernel refuses
     */
    Repetition repeat(int times);

    /**
     * What became of many runs.
     *
     * @param returned what the last one returned
     * @param nanoseconds how long one took, in the mean
     */
    record Repetition(int returned, int nanoseconds) {}

    /**
     * {@return what the kernel tells of it: its id, its sizes, how often it ran}
     *
     * @throws KernelException if the kernel refuses
     */
    ProgramInfo info();

    /**
     * Closes the descriptor; where the program is attached, it stays. Does nothing the second time.
     */
    @Override
    void close();
}
