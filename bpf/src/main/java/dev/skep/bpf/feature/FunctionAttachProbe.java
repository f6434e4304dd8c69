package dev.skep.bpf.feature;

import dev.skep.bpf.BpfException;
import dev.skep.bpf.elf.ElfFile;
import dev.skep.bpf.spec.AttachType;
import dev.skep.bpf.spec.ProgramType;
import dev.skep.bpf.target.KernelFiles;
import dev.skep.sys.LinkCreate;
import dev.skep.sys.PerfEvent;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Attaches to functions: a kernel function that nobody calls, and the start of this program. */
final class FunctionAttachProbe {

    /** Made by the kernel for tests like this one. Since Linux 5.5. */
    static final String QUIET_FUNCTION = "bpf_fentry_test1";

    /** Likewise, with a result that programs may change. Since Linux 5.7. */
    static final String CHANGEABLE_FUNCTION = "bpf_modify_return_test";

    private static final String DEVICES = "/sys/bus/event_source/devices/";
    private static final String THIS_PROGRAM = "/proc/self/exe";
    private static final int EVERY_PROCESS = -1;

    private final Trial trial;
    private final Verdicts verdicts;

    FunctionAttachProbe(Trial trial, Verdicts verdicts) {
        this.trial = trial;
        this.verdicts = verdicts;
    }

    /** {@return whether the entry of a kernel function can be probed by a perf event} */
    Answer kprobe(AttachFeature feature) {
        return event(feature, "kprobe", QUIET_FUNCTION, 0, EVERY_PROCESS);
    }

    /** {@return whether a place in a file can be probed by a perf event} */
    Answer uprobe(AttachFeature feature) {
        return event(feature, "uprobe", THIS_PROGRAM, entryOffset(), thisProcess());
    }

    /** {@return whether kernel functions can be probed by a link} */
    Answer kprobes(AttachFeature feature) {
        return link(
                feature,
                AttachType.TRACE_KPROBE_MULTI,
                program -> new LinkCreate.KprobeMulti(program, false, List.of(QUIET_FUNCTION)));
    }

    /** {@return whether places in a file can be probed by a link} */
    Answer uprobes(AttachFeature feature) {
        long[] offsets = {entryOffset()};
        return link(
                feature,
                AttachType.TRACE_UPROBE_MULTI,
                program ->
                        new LinkCreate.UprobeMulti(
                                program, THIS_PROGRAM, false, offsets, null, null, thisProcess()));
    }

    private Answer event(AttachFeature feature, String device, String place, long offset, int pid) {
        byte[] type = trial.target().files().read(DEVICES + device + "/type");
        if (type == null) {
            return verdicts.impossible(feature, "there is no " + DEVICES + device);
        }
        PerfEvent event =
                PerfEvent.probe(
                        Integer.parseInt(KernelFiles.text(type).strip()),
                        0,
                        trial.arena().allocateFrom(place).address(),
                        offset);
        return verdicts.of(
                feature, new EventAttachment(trial).attach(ProgramType.KPROBE, event, pid));
    }

    private interface Linking {
        LinkCreate link(int program);
    }

    private Answer link(AttachFeature feature, AttachType type, Linking linking) {
        Attempt program =
                trial.load(TrialProgram.of(ProgramType.KPROBE, Trial.returnZero()).with(type));
        return verdicts.of(
                feature,
                program.succeeded()
                        ? Attempt.of(
                                trial.kept(
                                        trial.kernel().linkCreate(linking.link(program.result()))))
                        : program);
    }

    private static int thisProcess() {
        return Math.toIntExact(ProcessHandle.current().pid());
    }

    /** {@return where in its file this program began to run, as it never does again} */
    private static long entryOffset() {
        try {
            ElfFile file = ElfFile.map(Path.of(THIS_PROGRAM));
            return file.fileOffset(file.header().entry());
        } catch (IOException e) {
            throw new BpfException("cannot read " + THIS_PROGRAM + ": " + e, e);
        }
    }
}
