package dev.skep.bpf.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.util.Objects.requireNonNull;

import dev.skep.bpf.BpfObject;
import dev.skep.bpf.KernelException;
import dev.skep.bpf.PermissionException;
import dev.skep.bpf.UnsupportedByKernelException;
import dev.skep.bpf.VerifierException;
import dev.skep.bpf.spec.MapSpec;
import dev.skep.bpf.spec.MapType;
import dev.skep.bpf.spec.ObjectSpec;
import dev.skep.bpf.spec.ProgramType;
import dev.skep.bpf.target.Target;
import dev.skep.bpf.testkit.TestTarget;
import dev.skep.sys.Errno;
import dev.skep.sys.ProgramLoad;
import dev.skep.sys.testkit.FakeKernel;
import dev.skep.sys.testkit.FakeKernel.Operation;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

import java.lang.foreign.ValueLayout;
import java.util.List;

/** Loading against a fake kernel: what is asked in which order, and that nothing is left behind. */
class LoaderTest {

    private final FakeKernel kernel = new FakeKernel(2);
    private final Target target = TestTarget.of("6.18.44");
    private final ObjectSpec spec = CountingProgram.object(ProgramType.RAW_TRACEPOINT, "sys_enter");

    private BpfObject load() {
        return Loader.load(spec, target, kernel);
    }

    private static int logLevel(ProgramLoad load) {
        return requireNonNull(load.log()).level();
    }

    @Test
    void everythingIsClosedWithTheObject() {
        BpfObject object = load();
        assertThat(kernel.openDescriptors()).isEqualTo(4);
        object.close();
        object.close();
        assertThat(kernel.openDescriptors()).isZero();
    }

    @Test
    void dataMapsAreFilled() {
        try (BpfObject object = load()) {
            long[] seen = new long[1];
            object.map("data")
                    .forEach((key, value) -> seen[0] = value.get(ValueLayout.JAVA_LONG, 0));
            assertThat(seen[0]).isEqualTo(CountingProgram.START);
        }
    }

    @Test
    void perCpuValuesHaveASlotForEachPossibleCpu() {
        try (BpfObject object = load()) {
            assertThat(object.map("seen").valueBytes()).isEqualTo(16);
        }
    }

    @Test
    void theFirstLoadAsksForStatisticsOnly() {
        try (BpfObject object = load()) {
            assertThat(object.programs()).hasSize(1);
            assertThat(kernel.loads())
                    .singleElement()
                    .extracting(ProgramLoad::log)
                    .extracting("level")
                    .isEqualTo(4);
        }
    }

    @Test
    void aRefusedProgramIsVerifiedAgainForItsReason() {
        kernel.fail(Operation.PROGRAM_LOAD, Errno.EACCES, "R0 !read_ok\nprocessed 1 insns\n");
        kernel.fail(
                Operation.PROGRAM_LOAD,
                Errno.EACCES,
                "0: R1=ctx() R10=fp0\n; count = count + 1\n5: (95) exit\nR0 !read_ok\nprocessed 1 insns\n");
        assertThatThrownBy(this::load)
                .isInstanceOf(VerifierException.class)
                .hasMessage(
                        "loading program \"count\" failed: EACCES (Permission denied). by hand:1:1: R0 !read_ok")
                .asInstanceOf(InstanceOfAssertFactories.type(VerifierException.class))
                .satisfies(e -> assertThat(e.log()).contains("R1=ctx()"))
                .satisfies(e -> assertThat(e.diagnosis().instruction()).isEqualTo(5));
        assertThat(kernel.loads()).extracting(LoaderTest::logLevel).isEqualTo(List.of(4, 6));
        assertThat(kernel.openDescriptors()).isZero();
    }

    @Test
    void aLongVerificationIsNotLoggedInAllItsPaths() {
        kernel.fail(
                Operation.PROGRAM_LOAD, Errno.E2BIG, "processed 1000001 insns (limit 1000000)\n");
        kernel.fail(Operation.PROGRAM_LOAD, Errno.E2BIG, "BPF program is too large.\n");
        assertThatThrownBy(this::load).isInstanceOf(VerifierException.class);
        assertThat(kernel.loads()).extracting(LoaderTest::logLevel).isEqualTo(List.of(4, 5));
    }

    @Test
    void btfThatTheKernelRefusesIsLeftOut() {
        kernel.fail(Operation.BTF_LOAD, Errno.EINVAL, "invalid");
        try (BpfObject object = load()) {
            assertThat(object.programs()).hasSize(1);
            assertThat(kernel.loads().getFirst().btf()).isZero();
            assertThat(kernel.loads().getFirst().lineInfo()).isNull();
        }
    }

    @Test
    void aDeniedMapNamesThePrivilege() {
        kernel.fail(Operation.MAP_CREATE, Errno.EPERM);
        assertThatThrownBy(this::load)
                .isInstanceOf(PermissionException.class)
                .hasMessageContaining("creating map \"data\" failed: EPERM")
                .hasMessageContaining("CAP_BPF");
        assertThat(kernel.openDescriptors()).isZero();
    }

    @Test
    void aKeyThatIsTooLongForAnOldKernelIsNotCalledATooLargeMap() {
        MapSpec map = MapSpec.ofBytes("paths", MapType.HASH, 600, 8, 10);
        kernel.fail(Operation.MAP_CREATE, Errno.E2BIG);
        assertThatThrownBy(() -> Loader.create(map, TestTarget.of("5.10.262"), kernel))
                .isInstanceOf(UnsupportedByKernelException.class)
                .hasMessage(
                        "creating map \"paths\" needs hash keys of more than 512 bytes (this one"
                                + " has 600), which this kernel does not have (it is there since"
                                + " Linux 5.11). Make the key smaller; strings in it by"
                                + " max_strlen or str(x, n)");
        kernel.fail(Operation.MAP_CREATE, Errno.E2BIG);
        assertThatThrownBy(() -> Loader.create(map, target, kernel))
                .isInstanceOf(KernelException.class)
                .hasMessageContaining("It is too large: 10 entries of 608 bytes");
    }

    @Test
    void p33AnOptionThatTheKernelLacksIsNamed() {
        MapSpec map = MapSpec.ofBytes("socks", MapType.SOCKMAP, 4, 4, 1);
        kernel.fail(Operation.MAP_CREATE, Errno.EINVAL);
        kernel.fail(Operation.MAP_CREATE, Errno.EINVAL);
        assertThatThrownBy(() ->
                        Loader.create(map, TestTarget.of("5.10.262", "CONFIG_INET=y"), kernel))
                .isInstanceOf(UnsupportedByKernelException.class)
                .hasMessage(
                        "creating map \"socks\" needs maps of type sockmap (built without"
                                + " CONFIG_BPF_STREAM_PARSER), which this kernel does not have");
    }

    @Test
    void aMapOfAKnownTypeThatIsRefusedIsDescribed() {
        MapSpec map = MapSpec.ofBytes("seen", MapType.HASH, 4, 0, 1);
        kernel.fail(Operation.MAP_CREATE, Errno.EINVAL);
        assertThatThrownBy(() -> Loader.create(map, target, kernel))
                .isInstanceOf(KernelException.class)
                .hasMessage(
                        "creating map \"seen\" failed: EINVAL (Invalid argument). This kernel has maps"
                                + " of type hash, but takes none with keys of 4 bytes, values of 0"
                                + " bytes, 1 entries and the flags 0x0");
    }

    @Test
    void aFailedUpdateLeavesNothingBehind() {
        kernel.fail(Operation.MAP_UPDATE, Errno.ENOMEM);
        assertThatThrownBy(this::load)
                .isInstanceOf(KernelException.class)
                .hasMessage("writing map \"data\" failed: ENOMEM (Cannot allocate memory)");
        assertThat(kernel.openDescriptors()).isZero();
    }

    @Test
    void anUnknownMapTypeSaysSinceWhenItIsThere() {
        MapSpec map = MapSpec.ringBuffer("events", 4096);
        kernel.fail(Operation.MAP_CREATE, Errno.EINVAL);
        kernel.fail(Operation.MAP_CREATE, Errno.EINVAL);
        assertThatThrownBy(() -> Loader.create(map, TestTarget.of("5.4.0"), kernel))
                .hasMessage(
                        "creating map \"events\" needs maps of type ringbuf, which this kernel does not"
                                + " have (it is there since Linux 5.8)");
    }
}
