package dev.skep.cli;

import dev.skep.bpf.feature.Answer;
import dev.skep.bpf.feature.Feature;
import dev.skep.bpf.feature.FeatureGroup;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.function.Function;

/**
 * Features in groups, a line each: name, answer, first kernel, and the reason of what is no yes.
 */
final class FeatureTable {

    /** Wide enough for {@code 3.19}. */
    private static final int SINCE_WIDTH = 4;

    private final DataOutput out;
    private final int width;

    /**
     * Creates a table.
     *
     * @param width how long a line may be
     */
    FeatureTable(DataOutput out, int width) {
        this.out = out;
        this.width = width;
    }

    /** Prints a line as soon as its answer is known. */
    void print(List<Feature> features, Function<Feature, Answer> answers) {
        int nameWidth = 0;
        for (Feature feature : features) {
            nameWidth = Math.max(nameWidth, feature.label().length());
        }
        FeatureGroup group = null;
        for (Feature feature : features) {
            group = printTitle(feature.group(), group);
            out.line(line(feature, answers.apply(feature), nameWidth));
        }
    }

    private FeatureGroup printTitle(FeatureGroup group, @Nullable FeatureGroup before) {
        if (group != before) {
            out.line("");
            out.line(group.title());
        }
        return group;
    }

    private String line(Feature feature, Answer answer, int nameWidth) {
        StringBuilder line = new StringBuilder("  ").append(feature.label());
        line.repeat(' ', nameWidth - feature.label().length());
        line.append(
                switch (answer) {
                    case Answer.Yes _ -> "  yes  ";
                    case Answer.No _ -> "  no   ";
                    case Answer.Unknown _ -> "  ?    ";
                });
        line.append(feature.since());
        String reason =
                switch (answer) {
                    case Answer.Yes _ -> "";
                    case Answer.No no -> no.reason();
                    case Answer.Unknown unknown -> unknown.reason();
                };
        if (!reason.isEmpty()) {
            line.repeat(' ', Math.max(0, SINCE_WIDTH - feature.since().length()) + 2);
            line.append(reason);
        }
        if (line.length() > width) {
            line.setLength(Math.max(0, width - 1));
            line.append('\u2026');
        }
        return line.toString();
    }
}
