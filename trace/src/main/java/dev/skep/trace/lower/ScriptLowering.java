package dev.skep.trace.lower;

import dev.skep.bpf.target.Target;
import dev.skep.compiler.ir.Module;
import dev.skep.trace.check.CheckedProbe;
import dev.skep.trace.check.CheckedScript;
import dev.skep.trace.check.ResolvedAttachPoint;
import dev.skep.trace.schema.AttachPlan;
import dev.skep.trace.schema.AttachPlan.Attachment;
import dev.skep.trace.schema.Hook;
import dev.skep.trace.schema.RunMode;

import java.util.ArrayList;
import java.util.List;

/** Makes the programs of a script, probe by probe. */
public final class ScriptLowering {
    private final ScriptTables tables;
    private final Target target;
    private final List<LoweredProgram> programs = new ArrayList<>();
    private final RunMode mode;
    private final List<Attachment> begin = new ArrayList<>();
    private final List<Attachment> signals = new ArrayList<>();
    private final List<Attachment> trials = new ArrayList<>();
    private final List<Attachment> forward = new ArrayList<>();
    private final List<Attachment> reversed = new ArrayList<>();
    private final List<Attachment> end = new ArrayList<>();
    private int made;

    private ScriptLowering(ScriptTables tables, Target target, RunMode mode) {
        this.tables = tables;
        this.target = target;
        this.mode = mode;
    }

    /** {@return the programs of a script for a kernel} */
    public static LoweredScript lower(
            CheckedScript script, Target target, LoweringOptions options) {
        ScriptLowering lowering =
                new ScriptLowering(
                        new ScriptTables(script, target, options), target, options.mode());
        for (int i = 0; i < script.probes().size(); i++) {
            lowering.lower(script.probes().get(i), i);
        }
        return new LoweredScript(
                lowering.programs,
                lowering.tables.mapSpecs(),
                lowering.tables.schema(),
                new AttachPlan(
                        lowering.begin,
                        lowering.signals,
                        lowering.trials,
                        lowering.probes(),
                        lowering.end));
    }

    /** Of several programs at one place the kernel runs the one that was attached last first. */
    private List<Attachment> probes() {
        List<Attachment> probes = new ArrayList<>(forward);
        for (int i = reversed.size() - 1; i >= 0; i--) {
            probes.add(reversed.get(i));
        }
        return probes;
    }

    /** A program of the probe at hand, and all that it is attached to. */
    private record Candidate(
            AttachPointFacts facts, String name, Module module, List<ResolvedAttachPoint> points) {}

    private void lower(CheckedProbe probe, int index) {
        List<Candidate> candidates = new ArrayList<>();
        for (ResolvedAttachPoint attachPoint : probe.attachPoints()) {
            if (!mode.runs(attachPoint.hook())) {
                continue;
            }
            candidateFor(probe, index, attachPoint, candidates).points.add(attachPoint);
        }
        for (Candidate candidate : candidates) {
            attach(candidate, index);
        }
    }

    private Candidate candidateFor(
            CheckedProbe probe,
            int index,
            ResolvedAttachPoint attachPoint,
            List<Candidate> candidates) {
        for (Candidate candidate : candidates) {
            if (candidate.facts.holdFor(attachPoint)) {
                return candidate;
            }
        }
        made++;
        String name = ProgramNames.of(attachPoint, made);
        Program program = new Program(tables, probe, attachPoint, index, name, tables.scratchEnd());
        Module module = ProbeLowering.lower(program);
        Candidate candidate = new Candidate(program.facts, name, module, new ArrayList<>());
        candidates.add(candidate);
        return candidate;
    }

    private void attach(Candidate candidate, int index) {
        List<AttachGroups.Group> groups = AttachGroups.of(candidate.points, target);
        Hook first = groups.getFirst().hook();
        programs.add(
                new LoweredProgram(
                        candidate.module,
                        HookPrograms.type(first),
                        HookPrograms.attachType(first),
                        HookPrograms.attachTo(first)));
        for (AttachGroups.Group group : groups) {
            listFor(group.hook())
                    .add(
                            new Attachment(
                                    index,
                                    group.name(),
                                    candidate.name,
                                    List.of(group.hook()),
                                    group.matched()));
        }
    }

    private List<Attachment> listFor(Hook hook) {
        if (hook instanceof Hook.OnDemand onDemand) {
            return switch (onDemand) {
                case Hook.Begin _ -> begin;
                case Hook.End _ -> end;
                case Hook.Signal _ -> signals;
                case Hook.Test _, Hook.Bench _ -> trials;
            };
        }
        return HookPrograms.isReversed(hook) ? reversed : forward;
    }
}
