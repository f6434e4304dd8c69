package dev.skep.bpf.feature;

import dev.skep.bpf.asm.Code;
import dev.skep.bpf.asm.CodeBuilder;
import dev.skep.bpf.asm.Instructions;
import dev.skep.bpf.btf.BtfKind;
import dev.skep.bpf.spec.AttachType;
import dev.skep.bpf.spec.ProgramType;
import dev.skep.sys.Errno;

import org.jspecify.annotations.Nullable;

/**
 * Loads a program that calls a helper, with registers that hold nothing. A kernel that lets
 * programs of the type call it complains of the arguments, any other of the call.
 */
final class HelperProbe {

    /** What the verifier says of a helper that it does not know, or not for the type of program. */
    private static final String[] REFUSALS = {
        "invalid func ", "unknown func ", "program of this type cannot use helper "
    };

    private final Trial trial;
    private final Verdicts verdicts;
    private final ProgramTypeProbe types;

    HelperProbe(Trial trial, Verdicts verdicts) {
        this.trial = trial;
        this.verdicts = verdicts;
        this.types = new ProgramTypeProbe(trial, verdicts);
    }

    Answer of(HelperFeature feature) {
        Code code =
                new CodeBuilder()
                        .emit(Instructions.call(feature.helper()))
                        .emit(Instructions.exit())
                        .build();
        ProgramType type = feature.type();
        Answer answer = judged(feature, types.minimal(type, code));
        if (type == ProgramType.TRACING && !answer.isYes()) {
            // Some helpers are for iterators only.
            TrialProgram iterator =
                    types.attached(
                            TrialProgram.of(type, code).with(AttachType.TRACE_ITER),
                            "bpf_iter_task",
                            BtfKind.FUNC);
            return judged(feature, iterator);
        }
        return answer;
    }

    private Answer judged(HelperFeature feature, @Nullable TrialProgram program) {
        ProgramType type = feature.type();
        if (program == null || type == ProgramType.EXT || type == ProgramType.STRUCT_OPS) {
            return verdicts.impossible(
                    feature, "no program of type " + type.kernelName() + " can be tried");
        }
        Attempt attempt = trial.load(program);
        if (attempt.succeeded()) {
            return Answer.yes();
        }
        for (String refusal : REFUSALS) {
            String line = attempt.lineWith(refusal);
            if (!line.isEmpty()) {
                return verdicts.no(feature, line);
            }
        }
        if (attempt.log().isEmpty()) {
            return verdicts.of(feature, attempt);
        }
        if (attempt.failedWith(Errno.EPERM)) {
            return verdicts.unknown(attempt);
        }
        return Answer.yes();
    }
}
