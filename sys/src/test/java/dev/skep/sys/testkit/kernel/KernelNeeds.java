package dev.skep.sys.testkit.kernel;

import org.jspecify.annotations.Nullable;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Decides whether a kernel has what a test needs. Where that can't be told the test runs: a failure
 * is seen, a test that is left out is not.
 */
final class KernelNeeds {

    private final KernelFacts facts;
    private final Function<KernelFeature, Answer> trial;
    private final Map<KernelFeature, Answer> answers = new EnumMap<>(KernelFeature.class);

    /**
     * @param trial tries a feature out; a definite answer is asked for once
     */
    KernelNeeds(KernelFacts facts, Function<KernelFeature, Answer> trial) {
        this.facts = facts;
        this.trial = trial;
    }

    /** {@return what is missing, in a few words; null if nothing is} */
    @Nullable String missing(NeedsKernel need) {
        if (!need.version().isEmpty() && !facts.isAtLeast(LinuxVersion.of(need.version()))) {
            return "needs Linux " + need.version();
        }
        if (!need.before().isEmpty() && facts.isAtLeast(LinuxVersion.of(need.before()))) {
            return "needs a Linux before " + need.before();
        }
        for (String option : need.kconfig()) {
            if (!option.startsWith("CONFIG_")) {
                throw new IllegalArgumentException(
                        "\"" + option + "\" is no option: they begin with CONFIG_");
            }
            if (facts.has(option) == Answer.NO) {
                return "needs " + option;
            }
        }
        for (KernelFeature feature : need.feature()) {
            String missing = promised(feature);
            if (missing != null) {
                return "needs " + feature + ", which " + missing;
            }
            if (answer(feature) == Answer.NO) {
                return "needs " + feature + ", which is refused here";
            }
        }
        return null;
    }

    /** {@return what a feature lacks by version and configuration; null if nothing} */
    @Nullable String promised(KernelFeature feature) {
        if (!facts.isAtLeast(LinuxVersion.of(feature.version()))) {
            return "came with Linux " + feature.version();
        }
        for (String option : feature.kconfig()) {
            if (facts.has(option) == Answer.NO) {
                return "needs " + option;
            }
        }
        return null;
    }

    private Answer answer(KernelFeature feature) {
        Answer known = answers.get(feature);
        if (known == null) {
            known = trial.apply(feature);
            if (known != Answer.UNKNOWN) {
                answers.put(feature, known);
            }
        }
        return known;
    }
}
