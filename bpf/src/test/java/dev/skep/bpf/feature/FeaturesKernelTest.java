package dev.skep.bpf.feature;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.bpf.asm.BpfHelper;
import dev.skep.bpf.info.KernelObjects;
import dev.skep.bpf.spec.MapType;
import dev.skep.bpf.spec.ProgramType;
import dev.skep.bpf.target.KernelConfig;
import dev.skep.bpf.target.KernelVersion;
import dev.skep.bpf.target.Target;
import dev.skep.sys.Kernel;
import dev.skep.sys.testkit.kernel.NeedsKernel;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

import java.util.List;
import java.util.stream.Stream;

/**
 * The probes against what the kernel's version and configuration promise: one that says no where it
 * must be yes is wrong, and so is one that says yes where it can't be.
 */
@NeedsKernel
@Timeout(120)
class FeaturesKernelTest {

    private static final String NAME_OF_PROBES = "skep_probe";

    private final Target target = Target.running();
    private final Features features = Features.of(target, Kernel.running());

    @TestFactory
    Stream<DynamicTest> noProbeContradictsWhatTheKernelPromises() {
        KernelConfig config = KernelConfig.of(target).orElseThrow();
        return Features.all().stream()
                .map(feature ->
                        DynamicTest.dynamicTest(
                                feature.group() + " " + feature.label(),
                                () -> check(feature, config)));
    }

    private void check(Feature feature, KernelConfig config) {
        Answer answer = features.answer(feature);
        if (feature.isPromised(target.version(), config)) {
            assertThat(answer).isNotInstanceOf(Answer.No.class);
        }
        if (target.version().compareTo(KernelVersion.parse(feature.since())) < 0) {
            assertThat(answer).isNotInstanceOf(Answer.Yes.class);
        }
        // Nothing else may keep root from finding out.
        if (answer instanceof Answer.Unknown unknown) {
            assertThat(unknown.reason()).containsAnyOf("EPERM", "no module is loaded");
        }
    }

    @Test
    void whatEveryKernelHasIsThere() {
        for (Feature feature :
                List.of(
                        Feature.of(ProgramType.SOCKET_FILTER),
                        Feature.of(ProgramType.KPROBE),
                        Feature.of(ProgramType.TRACEPOINT),
                        Feature.of(ProgramType.XDP),
                        Feature.of(MapType.HASH),
                        Feature.of(MapType.RINGBUF),
                        Feature.of(MapType.HASH_OF_MAPS),
                        MapFeature.BATCH,
                        InstructionFeature.ISA_V3,
                        InstructionFeature.BOUNDED_LOOPS,
                        LoadFeature.GLOBAL_DATA,
                        LoadFeature.RAW_TRACEPOINT_RUN,
                        BtfFeature.GLOBAL_FUNCTIONS,
                        AttachFeature.RAW_TRACEPOINT,
                        AttachFeature.TRACEPOINT,
                        AttachFeature.SOFTWARE_EVENT,
                        AttachFeature.UPROBE)) {
            assertThat(features.answer(feature)).as(feature.label()).isEqualTo(Answer.yes());
        }
    }

    @Test
    void helpersAreToldApartByTypeOfProgram() {
        assertThat(features.answer(Feature.of(BpfHelper.GET_CURRENT_TASK, ProgramType.KPROBE)))
                .isEqualTo(Answer.yes());
        assertThat(features.answer(Feature.of(BpfHelper.XDP_ADJUST_HEAD, ProgramType.XDP)))
                .isEqualTo(Answer.yes());
        assertThat(features.answer(Feature.of(BpfHelper.XDP_ADJUST_HEAD, ProgramType.KPROBE)))
                .isInstanceOfSatisfying(
                        Answer.No.class, no -> assertThat(no.reason()).contains("xdp_adjust_head"));
        assertThat(features.answer(Feature.of(BpfHelper.SEQ_WRITE, ProgramType.TRACING)))
                .isEqualTo(Answer.yes());
    }

    @Test
    void probesLeaveNothingBehind() throws InterruptedException {
        Features.all().forEach(features::answer);
        long deadline = System.nanoTime() + 20_000_000_000L;
        KernelObjects objects = KernelObjects.running();
        // Freeing waits for all CPUs.
        while (objects.programs().stream().anyMatch(p -> p.name().equals(NAME_OF_PROBES))
                || objects.maps().stream().anyMatch(m -> m.name().equals(NAME_OF_PROBES))) {
            assertThat(System.nanoTime()).as("everything is gone").isLessThan(deadline);
            Thread.sleep(20);
        }
    }
}
