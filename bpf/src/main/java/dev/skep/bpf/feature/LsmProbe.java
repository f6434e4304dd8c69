package dev.skep.bpf.feature;

import static dev.skep.bpf.asm.Instructions.atomic;
import static dev.skep.bpf.asm.Instructions.exit;
import static dev.skep.bpf.asm.Instructions.mov;

import dev.skep.bpf.asm.AtomicOperation;
import dev.skep.bpf.asm.Code;
import dev.skep.bpf.asm.CodeBuilder;
import dev.skep.bpf.asm.Instruction;
import dev.skep.bpf.asm.MemorySize;
import dev.skep.bpf.asm.Register;
import dev.skep.bpf.asm.Value64;
import dev.skep.bpf.spec.MapType;
import dev.skep.bpf.spec.ProgramType;
import dev.skep.sys.Errno;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Attaches a program to the hook of the bpf system call, and makes one. Loading and attaching alone
 * tell nothing: both succeed where {@code bpf} is not among the active security modules, and the
 * program never runs.
 */
final class LsmProbe {

    private final Trial trial;
    private final Verdicts verdicts;

    LsmProbe(Trial trial, Verdicts verdicts) {
        this.trial = trial;
        this.verdicts = verdicts;
    }

    Answer of(AttachFeature feature) {
        Attempt map = trial.create(MapType.ARRAY, 4, 8, 1, 0);
        if (!map.succeeded()) {
            return verdicts.of(feature, map);
        }
        TrialProgram program =
                new ProgramTypeProbe(trial, verdicts)
                        .minimal(ProgramType.LSM, counting(map.result()));
        if (program == null) {
            return verdicts.impossible(
                    feature, "the kernel's BTF lacks " + ProgramTypeProbe.OWN_LSM_HOOK);
        }
        Attempt loaded = trial.load(program);
        if (!loaded.succeeded()) {
            return verdicts.of(feature, loaded);
        }
        int attached = trial.kept(trial.kernel().rawTracepointOpen(null, loaded.result()));
        if (attached < 0) {
            return verdicts.of(feature, Attempt.of(attached));
        }
        MemorySegment key = trial.arena().allocate(ValueLayout.JAVA_INT);
        MemorySegment count = trial.arena().allocate(ValueLayout.JAVA_LONG);
        int read = trial.kernel().mapLookup(map.result(), key, count, 0);
        if (read < 0) {
            return new Answer.Unknown("reading the count: " + Errno.describe(read));
        }
        return count.get(ValueLayout.JAVA_LONG, 0) > 0
                ? Answer.yes()
                : verdicts.no(
                        feature,
                        "programs attach but never run: bpf is not among the active security modules"
                                + " (lsm= on the kernel's command line)");
    }

    private static Code counting(int map) {
        return new CodeBuilder()
                .emit(new Instruction.LoadImmediate64(Register.R1, new Value64.MapValueFd(map, 0)))
                .emit(mov(Register.R2, 1))
                .emit(atomic(AtomicOperation.ADD, MemorySize.DOUBLE, Register.R1, 0, Register.R2))
                .emit(mov(Register.R0, 0))
                .emit(exit())
                .build();
    }
}
