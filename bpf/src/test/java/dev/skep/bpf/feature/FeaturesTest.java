package dev.skep.bpf.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skep.bpf.UnsupportedByKernelException;
import dev.skep.bpf.asm.BpfHelper;
import dev.skep.bpf.spec.MapType;
import dev.skep.bpf.spec.ProgramType;
import dev.skep.bpf.testkit.TestTarget;
import dev.skep.sys.Errno;
import dev.skep.sys.testkit.FakeKernel;
import dev.skep.sys.testkit.FakeKernel.Operation;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a kernel's refusals are taken for. */
class FeaturesTest {

    private static final Feature PROGRAM = Feature.of(ProgramType.SOCKET_FILTER);

    private final FakeKernel kernel = new FakeKernel(2);
    private final Features features = Features.of(TestTarget.of("6.18.44"), kernel);

    @AfterEach
    void nothingIsLeft() {
        assertThat(kernel.openDescriptors()).isZero();
    }

    @Test
    void whatLoadsIsThereAndIsNotTriedAgain() {
        assertThat(features.answer(PROGRAM)).isEqualTo(Answer.yes());
        assertThat(features.has(PROGRAM)).isTrue();
        assertThat(kernel.loads()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {Errno.EINVAL, Errno.E2BIG, Errno.ENOTSUPP, Errno.EOPNOTSUPP, Errno.ENOSYS})
    void whatTheKernelDoesNotKnowIsNotThere(int errno) {
        kernel.fail(Operation.PROGRAM_LOAD, errno);
        assertThat(features.answer(PROGRAM))
                .isEqualTo(new Answer.No("the kernel says " + Errno.describe(-errno)));
        assertThat(features.has(PROGRAM)).as("asked again").isFalse();
        assertThat(kernel.loads()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {Errno.EACCES, Errno.EAGAIN, Errno.ENOMEM, Errno.EMFILE})
    void otherErrorsTellNothing(int errno) {
        kernel.fail(Operation.PROGRAM_LOAD, errno);
        assertThat(features.answer(PROGRAM)).isInstanceOf(Answer.Unknown.class);
        assertThat(features.answer(PROGRAM)).as("asked again").isEqualTo(Answer.yes());
    }

    /** Trap T34. */
    @Test
    void t34AMissingPrivilegeIsNoNo() {
        kernel.fail(Operation.PROGRAM_LOAD, Errno.EPERM);
        assertThat(features.answer(PROGRAM))
                .isInstanceOfSatisfying(
                        Answer.Unknown.class,
                        unknown ->
                                assertThat(unknown.reason())
                                        .startsWith("EPERM")
                                        .contains("This needs root"));
        assertThat(features.answer(PROGRAM)).isEqualTo(Answer.yes());
    }

    @Test
    void aKernelThatIsTooOldIsTheReason() {
        kernel.fail(Operation.MAP_CREATE, Errno.EINVAL);
        Features old = Features.of(TestTarget.of("5.4.0"), kernel);
        assertThat(old.answer(Feature.of(MapType.RINGBUF)))
                .isEqualTo(new Answer.No("there since Linux 5.8"));
    }

    @Test
    void whatTheVerifierSaysIsTheReason() {
        kernel.fail(
                Operation.PROGRAM_LOAD,
                Errno.EINVAL,
                "unknown opcode d7\nprocessed 0 insns (limit 1000000)\nstack depth 0\n");
        assertThat(features.answer(InstructionFeature.ISA_V4))
                .isEqualTo(new Answer.No("EINVAL (Invalid argument): unknown opcode d7"));
    }

    @Test
    void aHelperThatIsCalledWronglyIsThere() {
        Feature helper = Feature.of(BpfHelper.GET_STACKID, ProgramType.KPROBE);
        kernel.fail(Operation.PROGRAM_LOAD, Errno.EACCES, "R2 !read_ok\n");
        assertThat(features.answer(helper)).isEqualTo(Answer.yes());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "invalid func unknown#27",
                "unknown func bpf_get_stackid#27",
                "program of this type cannot use helper bpf_get_stackid#27"
            })
    void aHelperThatIsNotKnownIsNotThere(String log) {
        Feature helper = Feature.of(BpfHelper.GET_STACKID, ProgramType.KPROBE);
        kernel.fail(Operation.PROGRAM_LOAD, Errno.EINVAL, "0: (85) call\n" + log + "\n");
        assertThat(features.answer(helper)).isEqualTo(new Answer.No(log));
    }

    @Test
    void aTypeThatAnswersByAnErrorOfItsOwnIsThere() {
        kernel.fail(Operation.PROGRAM_LOAD, Errno.ENOTSUPP);
        assertThat(features.answer(Feature.of(ProgramType.STRUCT_OPS))).isEqualTo(Answer.yes());
    }

    @Test
    void withoutTheKernelsTypesItCannotBeTold() {
        assertThat(features.answer(AttachFeature.FENTRY)).isInstanceOf(Answer.Unknown.class);
        Features old = Features.of(TestTarget.of("5.4.0"), kernel);
        assertThat(old.answer(AttachFeature.FENTRY))
                .isEqualTo(new Answer.No("there since Linux 5.5"));
    }

    @Test
    void whatIsDemandedAndNotThereIsExplained() {
        kernel.fail(Operation.MAP_CREATE, Errno.EINVAL);
        Features old = Features.of(TestTarget.of("5.4.0"), kernel);
        assertThatThrownBy(() ->
                        old.require(
                                Feature.of(MapType.RINGBUF),
                                "map \"events\"",
                                "Use a perf event array instead"))
                .isInstanceOf(UnsupportedByKernelException.class)
                .hasMessage(
                        "map \"events\" needs maps of type ringbuf, which this kernel does not have"
                                + " (it is there since Linux 5.8). Use a perf event array instead");
    }

    static List<Feature> all() {
        return Features.all();
    }

    /** Whatever goes wrong in whichever call, a probe answers and cleans up. */
    @ParameterizedTest
    @MethodSource("all")
    void everyProbeCleansUpAfterEveryFailure(Feature feature) {
        features.answer(feature);
        for (Operation operation : Operation.values()) {
            FakeKernel failing = new FakeKernel(2);
            for (int i = 0; i < 3; i++) {
                failing.fail(operation, Errno.EINVAL);
            }
            assertThat(Features.of(TestTarget.of("6.18.44"), failing).answer(feature)).isNotNull();
            assertThat(failing.openDescriptors()).as(feature + " " + operation).isZero();
        }
    }

    @Test
    void labelsAreUniqueInTheirGroup() {
        Set<String> seen = new HashSet<>();
        for (Feature feature : Features.all()) {
            assertThat(seen.add(feature.group() + feature.label())).as(feature.label()).isTrue();
            assertThat(feature.since()).matches("\\d\\.\\d+");
            assertThat(feature.kconfig()).allMatch(option -> option.startsWith("CONFIG_"));
        }
    }
}
