package dev.skep.sys;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.MemorySegment;

/**
 * One run of a program on demand ({@code BPF_PROG_TEST_RUN}).
 *
 * @param program the program's descriptor
 * @param context the context that the program sees, or null
 * @param cpu the CPU to run on, or -1 for the caller's (others: raw tracepoint programs, since
 *     Linux 5.10)
 * @param result an int of 4 bytes that receives what the program returned
 */
public record TestRun(
        int program, @Nullable MemorySegment context, int cpu, MemorySegment result) {}
