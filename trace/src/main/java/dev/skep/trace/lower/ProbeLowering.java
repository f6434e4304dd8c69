package dev.skep.trace.lower;

import dev.skep.bpf.asm.SourcePosition;
import dev.skep.bpf.btf.Layout;
import dev.skep.compiler.ir.AddressSpace;
import dev.skep.compiler.ir.Block;
import dev.skep.compiler.ir.Module;
import dev.skep.compiler.ir.Predicate;
import dev.skep.compiler.ir.Type;
import dev.skep.compiler.ir.Value;
import dev.skep.trace.check.ProbeArguments;
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
        if (program.attachPoint.arguments() instanceof ProbeArguments.Context context) {
            checkObject(program, context);
        }
        if (program.tables.pid() != 0 && HookPrograms.checksProcess(program.attachPoint.hook())) {
            checkProcess(program);
        }
        if (HookPrograms.canNest(program.attachPoint.hook(), program.tables.target())) {
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

    /** Behind the last object an iterator's program is run once more, without one. */
    private static void checkObject(Program program, ProbeArguments.Context context) {
        Block object = program.code.block("object");
        Block none = program.code.block("none");
        Value pointer =
                program.code.load(
                        Type.pointer(AddressSpace.TYPED),
                        program.context(),
                        context.slots().getLast().word() * 8);
        program.code.branch(program.isNotNull(pointer), object, none);
        program.code.position(none);
        program.returnDefault();
        program.code.position(object);
    }

    /** Leaves at once where another process runs than the one that is traced. */
    private static void checkProcess(Program program) {
        Block own = program.code.block("own");
        Block other = program.code.block("other");
        Value same =
                program.code.compare(
                        Predicate.EQ,
                        program.builtins.processId(),
                        program.integer(program.tables.pid()));
        program.code.branch(same, own, other);
        program.code.position(other);
        program.returnDefault();
        program.code.position(own);
    }
}
