package dev.skep.sys.testkit.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

class KernelNeedsTest {

    @NeedsKernel
    private static final class Anything {}

    @NeedsKernel(version = "5.8")
    private static final class Newer {}

    @NeedsKernel(before = "5.11")
    private static final class Older {}

    @NeedsKernel(kconfig = {"CONFIG_KPROBES", "CONFIG_BPF_LSM"})
    private static final class Options {}

    @NeedsKernel(kconfig = "KPROBES")
    private static final class Misspelt {}

    @NeedsKernel(feature = KernelFeature.FENTRY)
    private static final class Trampoline {}

    private static final String[] TRAMPOLINES = {
        "CONFIG_DEBUG_INFO_BTF", "CONFIG_DYNAMIC_FTRACE_WITH_DIRECT_CALLS"
    };

    private final List<KernelFeature> tried = new ArrayList<>();
    private Answer answer = Answer.YES;

    private KernelNeeds kernel(String version, @Nullable Set<String> options) {
        return new KernelNeeds(
                new KernelFacts(LinuxVersion.of(version), options),
                feature -> {
                    tried.add(feature);
                    return answer;
                });
    }

    private static @Nullable String missing(KernelNeeds kernel, Class<?> test) {
        return kernel.missing(requireNonNull(test.getAnnotation(NeedsKernel.class)));
    }

    @Test
    void whoNamesNothingMissesNothing() {
        assertThat(missing(kernel("2.6.32", Set.of()), Anything.class)).isNull();
    }

    @Test
    void theVersionNamedIsTheFirstThatWillDo() {
        assertThat(missing(kernel("5.7.19", null), Newer.class)).isEqualTo("needs Linux 5.8");
        assertThat(missing(kernel("5.8", null), Newer.class)).isNull();
        assertThat(missing(kernel("5.10.262", null), Newer.class)).isNull();
    }

    @Test
    void theVersionBeforeWhichIsTheFirstThatWillNot() {
        assertThat(missing(kernel("5.10.262", null), Older.class)).isNull();
        assertThat(missing(kernel("5.11.0", null), Older.class))
                .isEqualTo("needs a Linux before 5.11");
    }

    @Test
    void everyOptionMustBeSet() {
        assertThat(missing(kernel("6.1", Set.of("CONFIG_KPROBES")), Options.class))
                .isEqualTo("needs CONFIG_BPF_LSM");
        assertThat(
                        missing(
                                kernel("6.1", Set.of("CONFIG_KPROBES", "CONFIG_BPF_LSM")),
                                Options.class))
                .isNull();
    }

    @Test
    void whatCannotBeToldIsNotMissing() {
        assertThat(missing(kernel("6.1", null), Options.class)).isNull();
        answer = Answer.UNKNOWN;
        assertThat(missing(kernel("6.1", null), Trampoline.class)).isNull();
    }

    @Test
    void anOptionWithoutItsPrefixIsAMistake() {
        KernelNeeds kernel = kernel("6.1", null);
        assertThatThrownBy(() -> missing(kernel, Misspelt.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("KPROBES");
    }

    @Test
    void aFeatureIsNotTriedWhereItCannotBe() {
        assertThat(missing(kernel("5.4", Set.of(TRAMPOLINES)), Trampoline.class))
                .isEqualTo("needs FENTRY, which came with Linux 5.5");
        assertThat(missing(kernel("5.10", Set.of()), Trampoline.class))
                .isEqualTo("needs FENTRY, which needs CONFIG_DEBUG_INFO_BTF");
        assertThat(tried).isEmpty();
    }

    @Test
    void aFeatureThatIsPromisedMayBeRefused() {
        answer = Answer.NO;
        assertThat(missing(kernel("5.10", Set.of(TRAMPOLINES)), Trampoline.class))
                .isEqualTo("needs FENTRY, which is refused here");
    }

    @Test
    void onlyADefiniteAnswerIsKept() {
        KernelNeeds kernel = kernel("5.10", Set.of(TRAMPOLINES));
        answer = Answer.UNKNOWN;
        missing(kernel, Trampoline.class);
        missing(kernel, Trampoline.class);
        assertThat(tried).hasSize(2);
        answer = Answer.YES;
        missing(kernel, Trampoline.class);
        missing(kernel, Trampoline.class);
        assertThat(tried).hasSize(3);
    }
}
