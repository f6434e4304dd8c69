package dev.skep.trace.run;

import dev.skep.bpf.feature.AttachFeature;
import dev.skep.bpf.feature.Features;
import dev.skep.bpf.spec.AttachType;
import dev.skep.bpf.spec.ObjectSpec;
import dev.skep.bpf.spec.ProgramSpec;
import dev.skep.trace.schema.AttachPlan;
import dev.skep.trace.schema.AttachPlan.Attachment;
import dev.skep.trace.schema.Hook;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What becomes of programs for many places at once where the kernel has no such links, by its
 * configuration: they are attached to each place. Whether a program is for many places is said when
 * it is loaded.
 *
 * @param object the programs and maps to load
 * @param plan how they are attached
 */
record MultiProbes(ObjectSpec object, AttachPlan plan) {

    /** {@return a script as this kernel can attach it} */
    static MultiProbes adapt(
            ObjectSpec object, AttachPlan plan, Features features, SessionOptions options) {
        List<Attachment> probes = new ArrayList<>(plan.probes().size());
        Set<String> single = new HashSet<>();
        for (Attachment attachment : plan.probes()) {
            Hook hook = attachment.hooks().getFirst();
            if (isPossible(hook, features, options)) {
                probes.add(attachment);
            } else {
                single.add(attachment.program());
                addEach(attachment, hook, probes);
            }
        }
        if (single.isEmpty()) {
            return new MultiProbes(object, plan);
        }
        List<ProgramSpec> programs = new ArrayList<>(object.programs().size());
        for (ProgramSpec program : object.programs()) {
            programs.add(single.contains(program.name()) ? forOnePlace(program) : program);
        }
        return new MultiProbes(
                new ObjectSpec(object.name(), object.license(), programs, object.maps()),
                plan.withProbes(probes));
    }

    private static boolean isPossible(Hook hook, Features features, SessionOptions options) {
        return switch (hook) {
            case Hook.KprobeMulti _ ->
                    !options.without().contains(AttachFeature.KPROBE_MULTI)
                            && features.has(AttachFeature.KPROBE_MULTI);
            // Before 6.10 the link takes the process for a thread (trap T25).
            case Hook.UprobeMulti _ ->
                    !options.without().contains(AttachFeature.UPROBE_MULTI)
                            && (options.pid() == 0 || features.target().version().isAtLeast(6, 10))
                            && features.has(AttachFeature.UPROBE_MULTI);
            case Hook.OnDemand _,
                    Hook.PerfEvent _,
                    Hook.Tracepoint _,
                    Hook.RawTracepoint _,
                    Hook.KernelProbe _,
                    Hook.Traced _,
                    Hook.UserProbe _,
                    Hook.Iterator _ ->
                    true;
        };
    }

    private static void addEach(Attachment attachment, Hook hook, List<Attachment> probes) {
        if (hook instanceof Hook.KprobeMulti(List<String> functions, boolean returns)) {
            for (String function : functions) {
                probes.add(
                        one(
                                attachment,
                                (returns ? "kretprobe:" : "kprobe:") + function,
                                new Hook.Kprobe(function, 0, returns)));
            }
        } else if (hook
                instanceof Hook.UprobeMulti(String path, List<Long> offsets, boolean returns)) {
            for (long offset : offsets) {
                probes.add(
                        one(attachment, attachment.name(), new Hook.Uprobe(path, offset, returns)));
            }
        }
    }

    private static Attachment one(Attachment attachment, String name, Hook hook) {
        return new Attachment(attachment.probe(), name, attachment.program(), List.of(hook), true);
    }

    private static ProgramSpec forOnePlace(ProgramSpec program) {
        return new ProgramSpec(
                program.name(),
                program.type(),
                AttachType.NONE,
                program.attachTo(),
                program.code(),
                program.flags());
    }
}
