package dev.skep.bpf.feature;

import static dev.skep.bpf.asm.Instructions.exit;
import static dev.skep.bpf.asm.Instructions.mov;

import dev.skep.bpf.asm.CodeBuilder;
import dev.skep.bpf.asm.Register;
import dev.skep.bpf.spec.AttachType;
import dev.skep.bpf.spec.ProgramType;
import dev.skep.sys.LinkCreate;

/**
 * Attaches a program that passes every packet to the loopback device of a network namespace made
 * for it. That takes a real device, since the kernel answers for one that is not there as it does
 * for a kind of link that it does not know; and nobody else's device will do.
 */
final class XdpProbe {

    private static final int PASS = 2;

    /** Every network namespace has it, with this index. */
    private static final int LOOPBACK = 1;

    /** XDP_FLAGS_SKB_MODE: loopback has no driver of its own. */
    private static final int GENERIC = 2;

    private final Trial trial;
    private final Verdicts verdicts;

    XdpProbe(Trial trial, Verdicts verdicts) {
        this.trial = trial;
        this.verdicts = verdicts;
    }

    Answer of(AttachFeature feature) {
        Attempt program =
                trial.load(
                        TrialProgram.of(
                                        ProgramType.XDP,
                                        new CodeBuilder()
                                                .emit(mov(Register.R0, PASS))
                                                .emit(exit())
                                                .build())
                                .with(AttachType.XDP));
        if (!program.succeeded()) {
            return verdicts.of(feature, program);
        }
        // A network namespace is entered by a thread, and left by its end.
        int[] results = new int[2];
        Thread thread =
                Thread.ofPlatform()
                        .name("skep-xdp-probe")
                        .start(() -> {
                            results[0] = trial.kernel().enterNewNetworkNamespace();
                            if (results[0] >= 0) {
                                results[1] =
                                        trial.kernel()
                                                .linkCreate(
                                                        new LinkCreate.Xdp(
                                                                program.result(),
                                                                LOOPBACK,
                                                                GENERIC));
                                if (results[1] >= 0) {
                                    trial.kernel().close(results[1]);
                                }
                            }
                        });
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Answer.Unknown("interrupted");
        }
        return results[0] < 0
                ? verdicts.unknown(Attempt.of(results[0]))
                : verdicts.of(feature, Attempt.of(results[1]));
    }
}
