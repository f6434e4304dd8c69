package dev.skep.bpf.feature;

import dev.skep.bpf.spec.ProgramType;
import dev.skep.sys.PerfEvent;

/** Puts a program that returns 0 on a perf event, in the way that every kernel knows. */
final class EventAttachment {

    private static final int FIRST_CPU = 0;
    private static final int ANY_CPU = -1;

    private final Trial trial;

    EventAttachment(Trial trial) {
        this.trial = trial;
    }

    /**
     * Attaches.
     *
     * @param pid the process, or -1 for all
     */
    Attempt attach(ProgramType type, PerfEvent event, int pid) {
        Attempt program = trial.load(TrialProgram.of(type, Trial.returnZero()));
        if (!program.succeeded()) {
            return program;
        }
        int cpu = pid < 0 ? FIRST_CPU : ANY_CPU;
        int opened = trial.kept(trial.kernel().perfEventOpen(event, pid, cpu));
        return Attempt.of(
                opened < 0
                        ? opened
                        : trial.kernel().ioctl(opened, PerfEvent.SET_BPF, program.result()));
    }
}
