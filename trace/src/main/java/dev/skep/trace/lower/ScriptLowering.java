package dev.skep.trace.lower;

import dev.skep.bpf.spec.ProgramType;
import dev.skep.bpf.target.Target;
import dev.skep.trace.check.CheckedProbe;
import dev.skep.trace.check.CheckedScript;
import dev.skep.trace.check.ResolvedAttachPoint;
import dev.skep.trace.schema.AttachPlan;
import dev.skep.trace.schema.AttachPlan.Attachment;
import dev.skep.trace.schema.Hook;

import java.util.ArrayList;
import java.util.List;

/** Makes the programs of a script, probe by probe. */
public final class ScriptLowering {
    private final ScriptTables tables;
    private final List<LoweredProgram> programs = new ArrayList<>();
    private final List<Attachment> begin = new ArrayList<>();
    private final List<Attachment> probes = new ArrayList<>();
    private final List<Attachment> end = new ArrayList<>();

    private ScriptLowering(ScriptTables tables) {
        this.tables = tables;
    }

    /** {@return the programs of a script for a kernel} */
    public static LoweredScript lower(
            CheckedScript script, Target target, LoweringOptions options) {
        ScriptLowering lowering = new ScriptLowering(new ScriptTables(script, target, options));
        for (int i = 0; i < script.probes().size(); i++) {
            lowering.lower(script.probes().get(i), i);
        }
        return new LoweredScript(
                lowering.programs,
                lowering.tables.mapSpecs(),
                lowering.tables.schema(),
                new AttachPlan(lowering.begin, lowering.probes, lowering.end));
    }

    /** A program of the probe at hand, and what else it can be attached to. */
    private record Candidate(AttachPointFacts facts, String name) {}

    private void lower(CheckedProbe probe, int index) {
        List<Candidate> candidates = new ArrayList<>();
        for (ResolvedAttachPoint attachPoint : probe.attachPoints()) {
            Attachment attachment =
                    new Attachment(
                            index,
                            attachPoint.name(),
                            programFor(probe, index, attachPoint, candidates),
                            List.of(attachPoint.hook()));
            listFor(attachPoint.hook()).add(attachment);
        }
    }

    private String programFor(
            CheckedProbe probe,
            int index,
            ResolvedAttachPoint attachPoint,
            List<Candidate> candidates) {
        for (Candidate candidate : candidates) {
            if (candidate.facts.holdFor(attachPoint)) {
                return candidate.name;
            }
        }
        String name = ProgramNames.of(attachPoint, programs.size() + 1);
        Program program = new Program(tables, probe, attachPoint, index, name, tables.scratchEnd());
        programs.add(
                new LoweredProgram(
                        ProbeLowering.lower(program),
                        type(attachPoint.hook()),
                        attachTo(attachPoint.hook())));
        candidates.add(new Candidate(program.facts, name));
        return name;
    }

    private List<Attachment> listFor(Hook hook) {
        return switch (hook) {
            case Hook.Begin _ -> begin;
            case Hook.End _ -> end;
            case Hook.Interval _, Hook.Profile _, Hook.Tracepoint _, Hook.RawTracepoint _ -> probes;
        };
    }

    /** BPF_PROG_TEST_RUN can run raw tracepoint programs, so begin and end are such. */
    private static ProgramType type(Hook hook) {
        return switch (hook) {
            case Hook.Begin _, Hook.End _, Hook.RawTracepoint _ -> ProgramType.RAW_TRACEPOINT;
            case Hook.Interval _, Hook.Profile _ -> ProgramType.PERF_EVENT;
            case Hook.Tracepoint _ -> ProgramType.TRACEPOINT;
        };
    }

    private static String attachTo(Hook hook) {
        return switch (hook) {
            case Hook.Tracepoint(String category, String event, int _) -> category + ":" + event;
            case Hook.RawTracepoint(String name) -> name;
            case Hook.Begin _, Hook.End _, Hook.Interval _, Hook.Profile _ -> "";
        };
    }
}
