package dev.skep.trace.check;

import dev.skep.trace.check.ScriptConfig.Use;
import dev.skep.trace.syntax.Span;

import java.util.HashSet;
import java.util.Set;

/** The features that may change: used as the settings of the script allow. */
final class UnstableFeatures {
    private final Problems problems;
    private final Set<String> warned = new HashSet<>();

    UnstableFeatures(Problems problems) {
        this.problems = problems;
    }

    /**
     * Says what is to be said of the use of a feature; of several uses only once.
     *
     * @param feature its name in the settings, without {@code unstable_}
     * @param allowed what the settings say
     */
    void use(Span place, String feature, Use allowed) {
        switch (allowed) {
            case ENABLE -> {
                // Nothing is to be said.
            }
            case WARN -> {
                if (warned.add(feature)) {
                    problems.warning(
                            place,
                            "Script is using an unstable feature: "
                                    + feature
                                    + ". To prevent this warning you must explicitly enable it in the"
                                    + " config e.g. unstable_"
                                    + feature
                                    + "=enable");
                }
            }
            case ERROR ->
                    problems.error(
                            place,
                            feature
                                    + " feature is not enabled by default. To enable this unstable"
                                    + " feature, set the config flag to enable. unstable_"
                                    + feature
                                    + "=enable");
        }
    }
}
