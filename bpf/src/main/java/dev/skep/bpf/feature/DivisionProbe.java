package dev.skep.bpf.feature;

import static dev.skep.bpf.asm.Instructions.alu;
import static dev.skep.bpf.asm.Instructions.call;
import static dev.skep.bpf.asm.Instructions.exit;
import static dev.skep.bpf.asm.Instructions.mov;

import dev.skep.bpf.asm.AluOperation;
import dev.skep.bpf.asm.BpfHelper;
import dev.skep.bpf.asm.CodeBuilder;
import dev.skep.bpf.asm.Register;
import dev.skep.bpf.info.ObjectInfoReader;
import dev.skep.bpf.spec.ProgramType;

/**
 * Tells whether signed division is safe, without dividing: where it is not, the wrong operands
 * bring the machine down. The verifier puts tests of the divisor in front of each division, for -1
 * too where that is safe, and the kernel tells how long it made a program.
 */
final class DivisionProbe {
    private final Trial trial;
    private final Verdicts verdicts;

    DivisionProbe(Trial trial, Verdicts verdicts) {
        this.trial = trial;
        this.verdicts = verdicts;
    }

    Answer of(InstructionFeature feature) {
        Attempt unsigned = dividing(AluOperation.DIV);
        Attempt signed = dividing(AluOperation.SDIV);
        if (!unsigned.succeeded() || !signed.succeeded()) {
            return verdicts.of(feature, unsigned.succeeded() ? signed : unsigned);
        }
        ObjectInfoReader reader = new ObjectInfoReader(trial.kernel());
        int unsignedBytes = reader.program(unsigned.result()).translatedBytes();
        int signedBytes = reader.program(signed.result()).translatedBytes();
        if (unsignedBytes == 0 || signedBytes == 0) {
            return new Answer.Unknown("the kernel does not show what it makes of programs");
        }
        return signedBytes > unsignedBytes
                ? Answer.yes()
                : verdicts.no(feature, "the kernel does not look for a divisor of -1");
    }

    /** Loads a program that divides by a number of which the verifier knows nothing. */
    private Attempt dividing(AluOperation division) {
        return trial.load(
                TrialProgram.of(
                        ProgramType.SOCKET_FILTER,
                        new CodeBuilder()
                                .emit(call(BpfHelper.GET_PRANDOM_U32))
                                .emit(mov(Register.R1, Register.R0))
                                .emit(mov(Register.R0, 1))
                                .emit(alu(division, Register.R0, Register.R1))
                                .emit(exit())
                                .build()));
    }
}
