package dev.skep.sys;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.MemorySegment;

/**
 * A run of a program on demand ({@code BPF_PROG_TEST_RUN}).
 *
 * @param program the program's descriptor
 * @param context the context that the program sees, or null
 * @param packet the packet that a program of the network sees, of at least 14 bytes, or null
 * @param repeat how often it is run, 0 for once; only programs of the network can be repeated
 * @param cpu the CPU to run on, or -1 for the caller's (others: raw tracepoint programs, since
 *     Linux 5.10)
 * @param result an int of 4 bytes that receives what the program returned; behind it, if there is
 *     room, one that receives how long a run took, in nanoseconds
 */
public record TestRun(
        int program,
        @Nullable MemorySegment context,
        @Nullable MemorySegment packet,
        int repeat,
        int cpu,
        MemorySegment result) {

    /** A single run without a packet. */
    public TestRun(int program, @Nullable MemorySegment context, int cpu, MemorySegment result) {
        this(program, context, null, 0, cpu, result);
    }
}
