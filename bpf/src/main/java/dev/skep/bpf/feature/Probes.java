package dev.skep.bpf.feature;

import dev.skep.bpf.BpfException;
import dev.skep.bpf.target.Target;
import dev.skep.sys.Kernel;

/** Sends each feature to the probe of its group. */
final class Probes {

    private final Target target;
    private final Kernel kernel;
    private final Verdicts verdicts;

    Probes(Target target, Kernel kernel) {
        this.target = target;
        this.kernel = kernel;
        this.verdicts = new Verdicts(target);
    }

    Answer probe(Feature feature) {
        if (verdicts.lockedMemoryCharged()) {
            // Else every probe may be refused with EPERM (trap T4).
            kernel.raiseLockedMemoryLimit();
        }
        try (Trial trial = new Trial(kernel, target)) {
            return switch (feature) {
                case ProgramTypeFeature program ->
                        new ProgramTypeProbe(trial, verdicts).of(program);
                case MapTypeFeature map -> new MapTypeProbe(trial, verdicts).of(map);
                case HelperFeature helper -> new HelperProbe(trial, verdicts).of(helper);
                case MapFeature map -> new MapProbe(trial, verdicts).of(map);
                case InstructionFeature instruction ->
                        new InstructionProbe(trial, verdicts).of(instruction);
                case LoadFeature load -> new LoadProbe(trial, verdicts).of(load);
                case BtfFeature btf -> new BtfProbe(trial, verdicts).of(btf);
                case AttachFeature attach -> new AttachProbe(trial, verdicts).of(attach);
            };
        } catch (BpfException e) {
            // What the probe itself needs is missing, such as tracefs.
            return new Answer.Unknown(String.valueOf(e.getMessage()));
        }
    }
}
