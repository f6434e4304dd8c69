package dev.skep.bpf.feature;

import dev.skep.bpf.btf.BtfKind;
import dev.skep.bpf.spec.AttachType;
import dev.skep.bpf.spec.ProgramType;
import dev.skep.bpf.target.TracepointFormat;
import dev.skep.sys.Errno;
import dev.skep.sys.LinkCreate;
import dev.skep.sys.PerfEvent;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/** Loads a program that returns 0 and attaches it. */
final class AttachProbe {

    private static final int EVERY_PROCESS = -1;
    private static final int NO_DESCRIPTOR = -1;
    private static final int NO_DEVICE = -1;
    private static final long SECOND = 1_000_000_000L;

    private final Trial trial;
    private final Verdicts verdicts;
    private final ProgramTypeProbe types;

    AttachProbe(Trial trial, Verdicts verdicts) {
        this.trial = trial;
        this.verdicts = verdicts;
        this.types = new ProgramTypeProbe(trial, verdicts);
    }

    Answer of(AttachFeature feature) {
        return switch (feature) {
            case TRACEPOINT -> tracepoint(feature);
            case SOFTWARE_EVENT -> verdicts.of(feature, event(PerfEvent.period(SECOND)));
            case HARDWARE_EVENT -> hardware(feature);
            case RAW_TRACEPOINT ->
                    verdicts.of(
                            feature,
                            rawTracepoint(
                                    program(ProgramType.RAW_TRACEPOINT, AttachType.NONE),
                                    ProgramTypeProbe.QUIET_TRACEPOINT));
            case KPROBE -> new FunctionAttachProbe(trial, verdicts).kprobe(feature);
            case UPROBE -> new FunctionAttachProbe(trial, verdicts).uprobe(feature);
            case KPROBE_MULTI -> new FunctionAttachProbe(trial, verdicts).kprobes(feature);
            case UPROBE_MULTI -> new FunctionAttachProbe(trial, verdicts).uprobes(feature);
            case BTF_TRACEPOINT ->
                    traced(
                            feature,
                            AttachType.TRACE_RAW_TP,
                            "btf_trace_" + ProgramTypeProbe.QUIET_TRACEPOINT,
                            BtfKind.TYPEDEF);
            case FENTRY -> function(feature, AttachType.TRACE_FENTRY);
            case FEXIT -> function(feature, AttachType.TRACE_FEXIT);
            case FMOD_RET ->
                    traced(
                            feature,
                            AttachType.MODIFY_RETURN,
                            FunctionAttachProbe.CHANGEABLE_FUNCTION,
                            BtfKind.FUNC);
            case LSM -> new LsmProbe(trial, verdicts).of(feature);
            case ITERATOR -> iterator(feature);
            case PERF_EVENT_LINK ->
                    unattached(
                            feature,
                            program(ProgramType.TRACEPOINT, AttachType.NONE),
                            Errno.EBADF,
                            program -> new LinkCreate.PerfEvent(program, NO_DESCRIPTOR, 0));
            case CGROUP_LINK -> {
                AttachType type = AttachType.CGROUP_INET_EGRESS;
                yield unattached(
                        feature,
                        program(ProgramType.CGROUP_SKB, type),
                        Errno.EBADF,
                        program -> new LinkCreate.Cgroup(program, NO_DESCRIPTOR, type.number()));
            }
            case NETWORK_NAMESPACE_LINK -> {
                AttachType type = AttachType.FLOW_DISSECTOR;
                yield unattached(
                        feature,
                        program(ProgramType.FLOW_DISSECTOR, type),
                        Errno.EBADF,
                        program ->
                                new LinkCreate.NetworkNamespace(
                                        program, NO_DESCRIPTOR, type.number()));
            }
            case TCX_LINK -> {
                AttachType type = AttachType.TCX_INGRESS;
                yield unattached(
                        feature,
                        program(ProgramType.SCHED_CLS, type),
                        Errno.ENODEV,
                        program -> new LinkCreate.Tcx(program, NO_DEVICE, type.number()));
            }
            case XDP_LINK -> new XdpProbe(trial, verdicts).of(feature);
        };
    }

    private Attempt program(ProgramType type, AttachType attachType) {
        return trial.load(TrialProgram.of(type, Trial.returnZero()).with(attachType));
    }

    private interface Linking {
        LinkCreate link(int program);
    }

    /** Attaches to what does not exist; a kernel that knows the kind of link looks for it. */
    private Answer unattached(
            AttachFeature feature, Attempt program, int notFound, Linking linking) {
        return program.succeeded()
                ? verdicts.of(
                        feature,
                        Attempt.of(
                                trial.kept(
                                        trial.kernel().linkCreate(linking.link(program.result())))),
                        notFound)
                : verdicts.of(feature, program);
    }

    private Attempt rawTracepoint(Attempt program, @Nullable String name) {
        return program.succeeded()
                ? Attempt.of(trial.kept(trial.kernel().rawTracepointOpen(name, program.result())))
                : program;
    }

    private Answer function(AttachFeature feature, AttachType type) {
        return traced(feature, type, FunctionAttachProbe.QUIET_FUNCTION, BtfKind.FUNC);
    }

    private Answer traced(AttachFeature feature, AttachType type, String name, BtfKind kind) {
        TrialProgram program =
                types.attached(
                        TrialProgram.of(ProgramType.TRACING, Trial.returnZero()).with(type),
                        name,
                        kind);
        return program == null
                ? verdicts.impossible(feature, "the kernel's BTF lacks " + name)
                : verdicts.of(feature, rawTracepoint(trial.load(program), null));
    }

    private Answer iterator(AttachFeature feature) {
        TrialProgram program =
                types.attached(
                        TrialProgram.of(ProgramType.TRACING, Trial.returnZero())
                                .with(AttachType.TRACE_ITER),
                        "bpf_iter_task",
                        BtfKind.FUNC);
        if (program == null) {
            return verdicts.impossible(feature, "the kernel's BTF lacks bpf_iter_task");
        }
        Attempt loaded = trial.load(program);
        return verdicts.of(
                feature,
                loaded.succeeded()
                        ? Attempt.of(
                                trial.kept(
                                        trial.kernel()
                                                .linkCreate(
                                                        new LinkCreate.Iterator(loaded.result()))))
                        : loaded);
    }

    private Answer tracepoint(AttachFeature feature) {
        Optional<TracepointFormat> format =
                trial.target().tracepoints().format("task", ProgramTypeProbe.QUIET_TRACEPOINT);
        if (format.isEmpty()) {
            return verdicts.impossible(
                    feature, "there is no tracepoint task:" + ProgramTypeProbe.QUIET_TRACEPOINT);
        }
        return verdicts.of(
                feature,
                new EventAttachment(trial)
                        .attach(
                                ProgramType.TRACEPOINT,
                                PerfEvent.tracepoint(format.get().id()),
                                EVERY_PROCESS));
    }

    private Attempt event(PerfEvent event) {
        return new EventAttachment(trial).attach(ProgramType.PERF_EVENT, event, EVERY_PROCESS);
    }

    private Answer hardware(AttachFeature feature) {
        PerfEvent cycles = PerfEvent.counter(PerfEvent.HARDWARE, 0, SECOND);
        Attempt attempt = event(cycles);
        return attempt.failedWith(Errno.ENOENT)
                ? verdicts.no(feature, "this machine shows no hardware counters")
                : verdicts.of(feature, attempt);
    }
}
