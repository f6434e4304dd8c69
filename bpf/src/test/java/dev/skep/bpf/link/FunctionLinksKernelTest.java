package dev.skep.bpf.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skep.bpf.AttachException;
import dev.skep.bpf.BpfObject;
import dev.skep.bpf.info.LinkInfo;
import dev.skep.bpf.load.CountingProgram;
import dev.skep.bpf.load.Loader;
import dev.skep.bpf.spec.AttachType;
import dev.skep.bpf.spec.ObjectSpec;
import dev.skep.bpf.spec.ProgramType;
import dev.skep.bpf.target.Target;
import dev.skep.sys.testkit.kernel.KernelFeature;
import dev.skep.sys.testkit.kernel.NeedsKernel;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

/** Every way to a kernel function: kprobes one by one and many at once, trampolines, LSM hooks. */
@NeedsKernel
@Timeout(60)
class FunctionLinksKernelTest {

    private static final String FUNCTION = "vfs_read";

    private final Target target = Target.running();

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @NeedsKernel(feature = KernelFeature.KPROBE)
    void kprobes(boolean returns) throws Exception {
        Firing.of(
                        ProgramType.KPROBE,
                        program -> Attach.kprobe(program, target, FUNCTION, 0, returns),
                        Firing::readFile)
                .whileAttached(link -> assertThat(link.tracefsEvent()).isEmpty())
                .check(Firing.perfEvent());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @NeedsKernel(version = "6.6", feature = KernelFeature.KPROBE)
    void theKernelTellsWhichFunctionAKprobeIsOn(boolean returns) throws Exception {
        Firing.of(
                        ProgramType.KPROBE,
                        program -> Attach.kprobe(program, target, FUNCTION, 0, returns),
                        Firing::readFile)
                .whileAttached(link ->
                        assertThat(link.info().orElseThrow().target())
                                .isInstanceOfSatisfying(
                                        LinkInfo.Kprobe.class,
                                        kprobe -> {
                                            assertThat(kprobe.function()).isEqualTo(FUNCTION);
                                            assertThat(kprobe.returns()).isEqualTo(returns);
                                        }))
                .check(Link.Form.PERF_EVENT_LINK);
    }

    @Test
    @NeedsKernel(feature = KernelFeature.KPROBE)
    void whatCannotBeProbedIsSaid() {
        try (BpfObject object = Loader.load(CountingProgram.object(ProgramType.KPROBE, ""))) {
            assertThatThrownBy(() ->
                            Attach.kprobe(
                                    object.program("count"), target, "no_such_function", 0, false))
                    .isInstanceOf(AttachException.class)
                    .hasMessageContaining("attaching to kprobe no_such_function failed: ENOENT")
                    .hasMessageContaining("This kernel has no function of that name");
            // Its first instruction is longer than a byte, whether or not the function is traced.
            assertThatThrownBy(() ->
                            Attach.kprobe(object.program("count"), target, FUNCTION, 1, false))
                    .isInstanceOf(AttachException.class)
                    .hasMessageContaining("attaching to kprobe vfs_read+0x1 failed: E")
                    .hasMessageContaining("the offset is inside an instruction");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @NeedsKernel(version = "5.18", kconfig = "CONFIG_FPROBE", feature = KernelFeature.KPROBE)
    void manyKprobesInOneLink(boolean returns) throws Exception {
        Firing.of(
                        kprobes(),
                        program ->
                                Attach.kprobes(
                                        program,
                                        List.of("vfs_write", FUNCTION),
                                        returns,
                                        "kprobes"),
                        Firing::readFile)
                .check(Link.Form.KPROBE_MULTI);
    }

    /** Trap T25: all or nothing. */
    @Test
    @NeedsKernel(version = "5.18", kconfig = "CONFIG_FPROBE", feature = KernelFeature.KPROBE)
    void t25OneBadNameFailsAllOfThem() {
        try (BpfObject object = Loader.load(kprobes())) {
            assertThatThrownBy(() ->
                            Attach.kprobes(
                                    object.program("count"),
                                    List.of(FUNCTION, "no_such_function"),
                                    false,
                                    "kprobes"))
                    .isInstanceOf(AttachException.class)
                    .hasMessageContaining("One of the 2 functions can't be probed");
        }
    }

    private static ObjectSpec kprobes() {
        return CountingProgram.object(ProgramType.KPROBE, AttachType.TRACE_KPROBE_MULTI, "", 0);
    }

    @ParameterizedTest
    @EnumSource(names = {"TRACE_FENTRY", "TRACE_FEXIT"})
    @NeedsKernel(feature = KernelFeature.FENTRY)
    void trampolines(AttachType attachType) throws Exception {
        Firing.of(Firing.traced(attachType, FUNCTION), Attach::traced, Firing::readFile)
                .whileAttached(link ->
                        assertThat(link.info().orElseThrow().target())
                                .isInstanceOfSatisfying(
                                        LinkInfo.Tracing.class,
                                        tracing ->
                                                assertThat(tracing.attachType())
                                                        .isEqualTo(attachType.number())))
                .check(Link.Form.TRACING);
    }

    @Test
    @NeedsKernel(feature = KernelFeature.LSM)
    void hooksOfSecurityModules() throws Exception {
        Firing.of(Firing.traced(AttachType.LSM_MAC, "file_open"), Attach::traced, Firing::readFile)
                .check(Link.Form.TRACING);
    }
}
