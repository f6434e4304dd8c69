package dev.skep.bpf.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skep.bpf.AttachException;
import dev.skep.bpf.BpfObject;
import dev.skep.bpf.BpfProgram;
import dev.skep.bpf.load.CountingProgram;
import dev.skep.bpf.load.Loader;
import dev.skep.bpf.spec.AttachType;
import dev.skep.bpf.spec.ObjectSpec;
import dev.skep.bpf.spec.ProgramType;
import dev.skep.bpf.target.Target;
import dev.skep.sys.testkit.kernel.NeedsKernel;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;

/** Probes in a library that this process has loaded: at functions, and at USDT notes. */
@NeedsKernel
@Timeout(60)
class FileProbesKernelTest {

    private static final int EVERY_PROCESS = -1;
    private static final int SOME_OTHER_PROCESS = 1;

    private final Target target = Target.running();
    private final LoadedLibrary library = new LoadedLibrary();

    FileProbesKernelTest() throws IOException {}

    @AfterEach
    void unloadLibrary() throws IOException {
        library.close();
    }

    private Link atFunction(BpfProgram program, boolean returns, int pid) {
        return Attach.uprobe(
                program, target, library.path(), library.function("probed"), 0, returns, pid);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void uprobes(boolean returns) throws Exception {
        Firing.of(
                        ProgramType.KPROBE,
                        program -> atFunction(program, returns, EVERY_PROCESS),
                        library::call)
                .check(Firing.perfEvent());
    }

    @Test
    void oneProcessAlone() throws Exception {
        int self = Math.toIntExact(ProcessHandle.current().pid());
        Firing.of(ProgramType.KPROBE, program -> atFunction(program, false, self), library::call)
                .check(Firing.perfEvent());
        Firing.of(
                        ProgramType.KPROBE,
                        program -> atFunction(program, false, SOME_OTHER_PROCESS),
                        library::call)
                .checkSilence();
    }

    /** The semaphore is up as long as the probe is there, and no longer. */
    @Test
    void usdtRaisesItsSemaphore() throws Exception {
        assertThat(library.semaphoreValue("counted")).isZero();
        Firing.of(
                        ProgramType.KPROBE,
                        program ->
                                Attach.uprobe(
                                        program,
                                        target,
                                        library.path(),
                                        library.usdt("counted"),
                                        library.semaphore("counted"),
                                        false,
                                        EVERY_PROCESS),
                        library::call)
                .whileAttached(this::isRaised)
                .check(Firing.perfEvent());
        assertThat(library.semaphoreValue("counted")).isZero();
    }

    /**
     * The kernel raises it for every mapping that it takes for code. Of this library these are two:
     * the page of its code is mapped again as the front of its data, read-only after relocation.
     */
    private void isRaised(Link link) {
        assertThat(library.semaphoreValue("counted")).as("semaphore of " + link).isPositive();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @NeedsKernel(version = "6.6", kconfig = "CONFIG_UPROBE_EVENTS")
    void manyUprobesInOneLink(boolean returns) throws Exception {
        long[] offsets = {library.function("visible"), library.function("probed")};
        Firing.of(
                        many(),
                        program ->
                                Attach.uprobes(
                                        program, library.path(), offsets, returns, 0, "uprobes"),
                        library::call)
                .check(Link.Form.UPROBE_MULTI);
    }

    @Test
    @NeedsKernel(version = "6.6", kconfig = "CONFIG_UPROBE_EVENTS")
    void manyUsdtProbesInOneLinkRaiseTheirSemaphores() throws Exception {
        long[] offsets = {library.usdt("bare"), library.usdt("counted")};
        long[] semaphores = {0, library.semaphore("counted")};
        Firing.of(
                        many(),
                        program ->
                                Attach.uprobes(
                                        program,
                                        library.path(),
                                        offsets,
                                        semaphores,
                                        false,
                                        0,
                                        "usdt"),
                        library::call)
                .whileAttached(this::isRaised)
                .check(Link.Form.UPROBE_MULTI);
        assertThat(library.semaphoreValue("counted")).isZero();
    }

    private static ObjectSpec many() {
        return CountingProgram.object(ProgramType.KPROBE, AttachType.TRACE_UPROBE_MULTI, "", 0);
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        try (BpfObject object = Loader.load(CountingProgram.object(ProgramType.KPROBE, ""))) {
            assertThatThrownBy(() ->
                            Attach.uprobe(
                                    object.program("count"),
                                    target,
                                    "/no/such/file",
                                    64,
                                    0,
                                    false,
                                    EVERY_PROCESS))
                    .isInstanceOf(AttachException.class)
                    .hasMessageContaining("uprobe /no/such/file:0x40")
                    .hasMessageContaining("no such file");
        }
    }
}
