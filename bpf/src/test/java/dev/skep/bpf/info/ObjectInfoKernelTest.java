package dev.skep.bpf.info;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.bpf.BpfMap;
import dev.skep.bpf.BpfObject;
import dev.skep.bpf.BpfProgram;
import dev.skep.bpf.elf.ElfFile;
import dev.skep.bpf.link.Attach;
import dev.skep.bpf.link.Link;
import dev.skep.bpf.link.Timer;
import dev.skep.bpf.load.CountingProgram;
import dev.skep.bpf.load.Loader;
import dev.skep.bpf.spec.MapType;
import dev.skep.bpf.spec.ProgramType;
import dev.skep.bpf.target.Target;
import dev.skep.sys.testkit.kernel.NeedsKernel;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.nio.file.Path;

/** What the running kernel tells of its objects. */
@NeedsKernel
@Timeout(60)
class ObjectInfoKernelTest {

    private final Target target = Target.running();
    private final KernelObjects objects = KernelObjects.running();

    @Test
    void programsAndMapsAreTold() {
        try (BpfObject object =
                Loader.load(CountingProgram.object(ProgramType.RAW_TRACEPOINT, ""))) {
            BpfProgram program = object.program("count");
            ProgramInfo info = program.info();
            assertThat(info.name()).isEqualTo("count");
            assertThat(info.type()).hasValue(ProgramType.RAW_TRACEPOINT);
            assertThat(info.tag()).matches("[0-9a-f]{16}");
            assertThat(info.translatedBytes()).isGreaterThanOrEqualTo(13 * 8);
            assertThat(info.compiledBytes()).isPositive();
            assertThat(info.gplCompatible()).isTrue();
            assertThat(info.loadTime()).isPositive();
            assertThat(info.user()).isZero();
            assertThat(info.btf()).isPositive();
            assertThat(info.maps())
                    .containsExactlyInAnyOrder(
                            object.map("data").info().id(), object.map("events").info().id());

            BpfMap seen = object.map("seen");
            MapInfo map = seen.info();
            assertThat(map.name()).isEqualTo("seen");
            assertThat(map.type()).hasValue(MapType.PERCPU_HASH);
            assertThat(map.keySize()).isEqualTo(16);
            assertThat(map.valueSize()).isEqualTo(8);
            assertThat(map.maxEntries()).isEqualTo(64);
            assertThat(map.btf()).isEqualTo(info.btf());
            assertThat(map.keyType()).isPositive();

            BtfInfo btf = objects.btf(info.btf()).orElseThrow();
            assertThat(btf.id()).isEqualTo(info.btf());
            assertThat(btf.bytes()).isPositive();
            assertThat(btf.ofKernel()).isFalse();

            assertThat(objects.programs()).extracting(ProgramInfo::id).contains(info.id());
            assertThat(objects.maps()).contains(map);
            assertThat(objects.program(info.id()).orElseThrow().tag()).isEqualTo(info.tag());
        }
    }

    @NeedsKernel(version = "5.16")
    @Test
    void theVerifiersWorkIsCounted() {
        try (BpfObject object =
                Loader.load(CountingProgram.object(ProgramType.RAW_TRACEPOINT, ""))) {
            assertThat(object.program("count").info().verifiedInstructions())
                    .isGreaterThanOrEqualTo(13);
        }
    }

    @NeedsKernel(version = "5.11")
    @Test
    void theKernelsOwnTypesAreAmongTheBtf() {
        assertThat(objects.btfs())
                .anySatisfy(btf -> {
                    assertThat(btf.name()).isEqualTo("vmlinux");
                    assertThat(btf.ofKernel()).isTrue();
                });
    }

    @Test
    void whatIsGoneIsNotFound() {
        int id;
        try (BpfObject object =
                Loader.load(CountingProgram.object(ProgramType.RAW_TRACEPOINT, ""))) {
            id = object.map("seen").info().id();
            assertThat(objects.map(id)).isPresent();
        }
        long deadline = System.nanoTime() + 20_000_000_000L;
        while (objects.map(id).isPresent()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.onSpinWait();
        }
        assertThat(objects.openMap(id)).isEmpty();
    }

    @Test
    void linksTellWhatTheyAttachTo() {
        try (BpfObject object =
                        Loader.load(CountingProgram.object(ProgramType.RAW_TRACEPOINT, ""));
                Link link = Attach.rawTracepoint(object.program("count"), "task_newtask")) {
            LinkInfo info = link.info().orElseThrow();
            assertThat(info.type()).hasValue(LinkType.RAW_TRACEPOINT);
            assertThat(info.program()).isEqualTo(object.program("count").info().id());
            assertThat(info.target()).isEqualTo(new LinkInfo.RawTracepoint("task_newtask"));
            assertThat(objects.links()).contains(info);
            assertThat(objects.link(info.id())).hasValue(info);
        }
    }

    @NeedsKernel(version = "6.6")
    @Test
    void linksOnPerfEventsTellWhichEvent() {
        try (BpfObject object = Loader.load(CountingProgram.object(ProgramType.TRACEPOINT, ""));
                Link link =
                        Attach.tracepoint(
                                object.program("count"), target, "task", "task_newtask")) {
            LinkInfo info = link.info().orElseThrow();
            assertThat(info.type()).hasValue(LinkType.PERF_EVENT);
            assertThat(info.target()).isEqualTo(new LinkInfo.Tracepoint("task_newtask"));
        }
        try (BpfObject object = Loader.load(CountingProgram.object(ProgramType.PERF_EVENT, ""));
                Link link =
                        Attach.interval(
                                object.program("count"),
                                target,
                                Timer.every(1_000_000_000),
                                "timer")) {
            // The kernel may tell the PMU that counts rather than the one that was asked for.
            assertThat(link.info().orElseThrow().target())
                    .isInstanceOfSatisfying(
                            LinkInfo.Counter.class, c -> assertThat(c.config()).isZero());
        }
    }

    @NeedsKernel(version = "6.6", kconfig = "CONFIG_UPROBE_EVENTS")
    @Test
    void linksOnUprobesTellTheFile() throws Exception {
        Path file = Path.of("/proc/self/exe").toRealPath();
        ElfFile elf = ElfFile.map(file);
        long entry = elf.fileOffset(elf.header().entry());
        try (BpfObject object = Loader.load(CountingProgram.object(ProgramType.KPROBE, ""));
                Link link =
                        Attach.uprobe(
                                object.program("count"),
                                target,
                                file.toString(),
                                entry,
                                0,
                                true,
                                -1)) {
            assertThat(link.info().orElseThrow().target())
                    .isEqualTo(new LinkInfo.Uprobe(file.toString(), (int) entry, true));
        }
    }

    @Test
    void runsAreCountedWhileSomebodyAsks() {
        try (BpfObject object =
                Loader.load(CountingProgram.object(ProgramType.RAW_TRACEPOINT, ""))) {
            BpfProgram program = object.program("count");
            try (RunStatistics counting = RunStatistics.enable()) {
                assertThat(counting).isNotNull();
                ProgramInfo.Runs before = program.info().runs();
                for (int i = 0; i < 5; i++) {
                    program.run();
                }
                ProgramInfo.Runs runs = program.info().runs().since(before);
                assertThat(runs.count()).isEqualTo(5);
                assertThat(runs.nanoseconds()).isPositive();
                assertThat(runs.recursionMisses()).isZero();
            }
        }
    }
}
