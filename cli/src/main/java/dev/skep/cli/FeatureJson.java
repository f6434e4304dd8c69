package dev.skep.cli;

import dev.skep.bpf.feature.Answer;
import dev.skep.bpf.feature.Feature;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * Features as one JSON document: the kernel's {@code release}, and {@code features} with {@code
 * group}, {@code name}, {@code since}, {@code answer} ({@code yes}, {@code no}, {@code unknown})
 * and, but for a yes, {@code reason}.
 */
final class FeatureJson {

    private final DataOutput out;

    FeatureJson(DataOutput out) {
        this.out = out;
    }

    /** Prints the document, a feature on each line. */
    void print(String release, List<Feature> features, Function<Feature, Answer> answers) {
        StringBuilder text = new StringBuilder("{");
        member(text, "release", release);
        text.append(", \"features\": [");
        for (int i = 0; i < features.size(); i++) {
            out.line(text.append(i == 0 ? "" : ",").toString());
            text.setLength(0);
            append(text, features.get(i), answers.apply(features.get(i)));
        }
        out.line(text.toString());
        out.line("]}");
    }

    private static void append(StringBuilder text, Feature feature, Answer answer) {
        text.append("  {");
        member(text, "group", feature.group().name().toLowerCase(Locale.ROOT));
        member(text.append(", "), "name", feature.label());
        member(text.append(", "), "since", feature.since());
        text.append(", ");
        switch (answer) {
            case Answer.Yes _ -> member(text, "answer", "yes");
            case Answer.No(String reason) -> {
                member(text, "answer", "no");
                member(text.append(", "), "reason", reason);
            }
            case Answer.Unknown(String reason) -> {
                member(text, "answer", "unknown");
                member(text.append(", "), "reason", reason);
            }
        }
        text.append('}');
    }

    private static void member(StringBuilder text, String name, String value) {
        JsonText.name(text, name);
        JsonText.string(text, value);
    }
}
