package dev.skep.trace.schema;

import dev.skep.bpf.link.Access;
import dev.skep.bpf.link.Counter;

import java.util.List;

/** Where a program is attached. */
public sealed interface Hook {

    /** {@return how many places that is, as {@code Attached N probes} counts them} */
    default int places() {
        return 1;
    }

    /** What is not attached, but run by BPF_PROG_TEST_RUN at its time. */
    sealed interface OnDemand extends Hook {}

    /** What an event of the kernel's performance counters fires, on each CPU for itself. */
    sealed interface PerfEvent extends Hook {}

    /** Places in the code of the kernel where a breakpoint, or what takes its place, is put. */
    sealed interface KernelProbe extends Hook {}

    /** Places in files that processes run, where breakpoints are put. */
    sealed interface UserProbe extends Hook {
        /** {@return where the file can be opened} */
        String path();
    }

    /** Run once before anything is attached. */
    record Begin() implements OnDemand {}

    /** Run once after everything is detached. */
    record End() implements OnDemand {}

    /** Run whenever the tool itself gets SIGUSR1. */
    record Signal() implements OnDemand {}

    /**
     * Run once where tests are asked for.
     *
     * @param name what the test is called
     */
    record Test(String name) implements OnDemand {}

    /**
     * Run many times where benchmarks are asked for, as a program of the network, which is what the
     * kernel repeats.
     *
     * @param name what the benchmark is called
     */
    record Bench(String name) implements OnDemand {}

    /** A timer on the first online CPU. */
    record Interval(Rate rate) implements PerfEvent {}

    /** A timer on every online CPU. */
    record Profile(Rate rate) implements PerfEvent {}

    /**
     * A counter of the kernel or the processor, on every online CPU.
     *
     * @param counter what is counted
     * @param period after how many counts it fires
     */
    record Counted(Counter counter, long period) implements PerfEvent {}

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

    /**
     * A function of the kernel.
     *
     * @param function its name, with {@code module:} before it if that is said
     * @param offset bytes behind its start
     * @param returns whether it is its returns
     */
    record Kprobe(String function, long offset, boolean returns) implements KernelProbe {}

    /**
     * An instruction of the kernel.
     *
     * @param address its address
     */
    record KprobeAt(long address) implements KernelProbe {}

    /**
     * Accesses to memory, which the debug registers of the processor watch, on every online CPU.
     *
     * @param address the first byte
     * @param length how many bytes: 1, 2, 4 or 8
     * @param access what is watched for
     */
    record Watchpoint(long address, int length, Access access) implements PerfEvent {}

    /**
     * Many functions of the kernel, in one link.
     *
     * @param functions their names
     * @param returns whether it is their returns
     */
    record KprobeMulti(List<String> functions, boolean returns) implements KernelProbe {
        public KprobeMulti {
            functions = List.copyOf(functions);
        }

        @Override
        public int places() {
            return functions.size();
        }
    }

    /**
     * The entry or exit of a function of the kernel, by a trampoline.
     *
     * @param function its name
     * @param exit whether it is its exit
     */
    record Traced(String function, boolean exit) implements Hook {}

    /**
     * A place in a file that processes run.
     *
     * @param path where the file can be opened
     * @param offset where in the file, in bytes
     * @param returns whether it is the returns of the function that starts there
     */
    record Uprobe(String path, long offset, boolean returns) implements UserProbe {}

    /**
     * Many places in a file that processes run, in one link.
     *
     * @param path where the file can be opened
     * @param offsets where in the file, in bytes
     * @param returns whether it is the returns of the functions that start there
     */
    record UprobeMulti(String path, List<Long> offsets, boolean returns) implements UserProbe {
        public UprobeMulti {
            offsets = List.copyOf(offsets);
        }

        @Override
        public int places() {
            return offsets.size();
        }
    }

    /**
     * A statically defined probe of a program.
     *
     * @param path where the file can be opened
     * @param offset where in the file its instruction is, in bytes
     * @param semaphore where in the file the counter is that is raised meanwhile, 0 if there is
     *     none
     */
    record Usdt(String path, long offset, long semaphore) implements UserProbe {}

    /**
     * All objects of a kind, one after the other, when they are read.
     *
     * @param objects what they are, as {@code task}
     */
    record Iterator(String objects) implements Hook {}

    /** How often a timer fires. */
    sealed interface Rate {
        /** Every {@code nanoseconds}. */
        record Period(long nanoseconds) implements Rate {}

        /** About {@code hertz} times a second; the kernel adapts the period. */
        record Frequency(long hertz) implements Rate {}
    }
}
