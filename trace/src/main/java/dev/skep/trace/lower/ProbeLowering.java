package dev.skep.trace.lower;

import dev.skep.bpf.asm.SourcePosition;
import dev.skep.bpf.btf.Layout;
import dev.skep.compiler.ir.Block;
import dev.skep.compiler.ir.Module;
import dev.skep.trace.schema.Hook;
import dev.skep.trace.syntax.Expression;
import dev.skep.trace.syntax.Probe;

import org.jspecify.annotations.Nullable;

/** Makes the program of one attach point: guard, predicate, body, return. */
final class ProbeLowering {
    /** What a CPU's scratch memory begins on: a cache line, which CPUs do not share then. */
    private static final int SCRATCH_ALIGNMENT = 64;

    private ProbeLowering() {}

    /** {@return all of {@code program}; its memory is taken from the script's tables} */
    static Module lower(Program program) {
        Probe probe = program.probe.syntax();
        @Nullable SourcePosition before = program.enter(probe.span());
        if (canNest(program)) {
            program.guard();
        }
        Expression predicate = probe.predicate();
        if (predicate != null) {
            Block run = program.code.block("run");
            Block skip = program.code.block("skip");
            Frame.Mark mark = program.frame.mark();
            program.conditions.branch(predicate, run, skip);
            program.frame.release(mark);
            program.code.position(skip);
            program.returnDefault();
            program.code.position(run);
        }
        program.statements.block(probe.body());
        if (!program.ended()) {
            program.returnDefault();
        }
        program.leave(before);
        int scratch = Layout.roundUp(program.frame.scratchBytes(), SCRATCH_ALIGNMENT);
        program.tables.takeScratch(scratch);
        return program.finish(scratch);
    }

    /**
     * Whether a run of the program may begin on a CPU while another one is not over.
     *
     * <p>The kernel keeps programs at perf events (timers, tracepoints) from interrupting each
     * other, by {@code bpf_prog_active}; and since Linux 6.1 a raw tracepoint's program from
     * interrupting itself, which it counts as {@code recursion_misses}. Begin and end run once.
     */
    private static boolean canNest(Program program) {
        return switch (program.attachPoint.hook()) {
            case Hook.RawTracepoint _ -> !program.tables.target().version().isAtLeast(6, 1);
            case Hook.Begin _, Hook.End _, Hook.Interval _, Hook.Profile _, Hook.Tracepoint _ ->
                    false;
        };
    }
}
