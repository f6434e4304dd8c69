package dev.skep.sys.testkit.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.sys.Kernel;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.file.Path;

/** The trials, without which a test would be left out everywhere and nobody would know. */
@NeedsKernel
class KernelFeatureKernelTest {

    /** Set in the guests, which refuse nothing that version and configuration promise. */
    private static final boolean IN_GUEST = System.getProperty("skep.guest") != null;

    @ParameterizedTest
    @EnumSource
    void theTrialSaysWhatVersionAndConfigurationPromise(KernelFeature feature) {
        Path root = Path.of("/");
        FeatureTrial trial = new FeatureTrial(Kernel.running(), root);
        KernelNeeds needs = new KernelNeeds(KernelFacts.read(root), trial::attempt);
        Answer answer = trial.attempt(feature);
        if (needs.promised(feature) != null) {
            assertThat(answer).isNotEqualTo(Answer.YES);
        } else if (IN_GUEST) {
            assertThat(answer).isEqualTo(Answer.YES);
        } else if (feature != KernelFeature.MODULE_BTF) {
            // Whatever it is; only without a module there is nothing to tell by.
            assertThat(answer).isNotEqualTo(Answer.UNKNOWN);
        }
    }
}
