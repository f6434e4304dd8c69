package dev.skep.sys.testkit.kernel;

import org.jspecify.annotations.Nullable;

import java.util.EnumMap;
import java.util.List;
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
        return missing(
                need.version(), need.before(), List.of(need.kconfig()), List.of(need.feature()));
    }

    /** {@return what is missing of what the members of a {@link NeedsKernel} name} */
    @Nullable String missing(
            String version, String before, List<String> kconfig, List<KernelFeature> features) {
        if (!version.isEmpty() && !facts.isAtLeast(LinuxVersion.of(version))) {
            return "needs Linux " + version;
        }
        if (!before.isEmpty() && facts.isAtLeast(LinuxVersion.of(before))) {
            return "needs a Linux before " + before;
        }
        for (String option : kconfig) {
            if (!option.startsWith("CONFIG_")) {
                throw new IllegalArgumentException(
                        "\"" + option + "\" is no option: they begin with CONFIG_");
            }
            if (facts.has(option) == Answer.NO) {
                return "needs " + option;
            }
        }
        for (KernelFeature feature : features) {
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
