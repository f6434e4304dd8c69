package dev.skep.trace.schema;

import java.util.List;

/**
 * Which program goes where, in the order in which it is done.
 *
 * @param begin run before anything is attached
 * @param signals run whenever the tool gets SIGUSR1
 * @param trials the tests or benchmarks: run when all is attached, after which the script ends
 * @param probes attached one after the other
 * @param end run after everything is detached
 */
public record AttachPlan(
        List<Attachment> begin,
        List<Attachment> signals,
        List<Attachment> trials,
        List<Attachment> probes,
        List<Attachment> end) {

    public AttachPlan {
        begin = List.copyOf(begin);
        signals = List.copyOf(signals);
        trials = List.copyOf(trials);
        probes = List.copyOf(probes);
        end = List.copyOf(end);
    }

    /** Makes a plan without signals, tests and benchmarks. */
    public AttachPlan(List<Attachment> begin, List<Attachment> probes, List<Attachment> end) {
        this(begin, List.of(), List.of(), probes, end);
    }

    /** {@return the same with other probes} */
    public AttachPlan withProbes(List<Attachment> others) {
        return new AttachPlan(begin, signals, trials, others, end);
    }

    /** {@return how many places are run on demand, tests and benchmarks apart} */
    public int onDemand() {
        return begin.size() + signals.size() + end.size();
    }

    /** {@return how many attach points the script has, as {@code Attached N probes} counts them} */
    public int size() {
        int places = onDemand();
        for (Attachment attachment : probes) {
            places += attachment.places();
        }
        return places;
    }

    /**
     * One attach point.
     *
     * @param probe which probe of the script, from 0
     * @param name the full name, as the builtin {@code probe} gives it: {@code
     *     tracepoint:syscalls:sys_enter_openat}
     * @param program the name of the program in the object; several attach points may share one
     * @param hooks the ways to attach it, best first; the first that the kernel takes is used
     * @param matched whether a wildcard matched it; where the kernel refuses such a one, the others
     *     do
     */
    public record Attachment(
            int probe, String name, String program, List<Hook> hooks, boolean matched) {
        public Attachment {
            hooks = List.copyOf(hooks);
        }

        /** Makes one that a script names. */
        public Attachment(int probe, String name, String program, List<Hook> hooks) {
            this(probe, name, program, hooks, false);
        }

        /** {@return how many places that is} */
        public int places() {
            return hooks.getFirst().places();
        }
    }
}
