package dev.skep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import static java.util.Objects.requireNonNull;

import dev.skep.bpf.feature.Answer;
import dev.skep.bpf.feature.AttachFeature;
import dev.skep.bpf.feature.Feature;
import dev.skep.bpf.spec.MapType;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

class FeatureCommandTest {

    private static final Map<Feature, Answer> ANSWERS =
            Map.of(
                    Feature.of(MapType.HASH),
                    Answer.yes(),
                    Feature.of(MapType.RHASH),
                    new Answer.No("there since Linux 7.2"),
                    AttachFeature.KPROBE_MULTI,
                    new Answer.No("built without CONFIG_FPROBE"),
                    AttachFeature.FENTRY,
                    new Answer.Unknown("EPERM (Operation not permitted)"));

    private final Captured captured = Captured.plain();

    private String table(int width) {
        new FeatureTable(captured.streams().out(), width)
                .print(
                        List.of(
                                Feature.of(MapType.HASH),
                                Feature.of(MapType.RHASH),
                                AttachFeature.FENTRY,
                                AttachFeature.KPROBE_MULTI),
                        feature -> requireNonNull(ANSWERS.get(feature)));
        return captured.out();
    }

    @Test
    void featuresStandInGroupsAndColumns() {
        assertThat(table(Integer.MAX_VALUE))
                .isEqualTo(
                        """

                        Map types
                          hash          yes  3.19
                          rhash         no   7.2   there since Linux 7.2

                        Attaching
                          fentry        ?    5.5   EPERM (Operation not permitted)
                          kprobe-multi  no   5.18  built without CONFIG_FPROBE
                        """);
    }

    @Test
    void longLinesAreCut() {
        assertThat(table(40).lines()).allMatch(line -> line.length() <= 40);
        assertThat(captured.out()).contains("  fentry        ?    5.5   EPERM (Opera\u2026\n");
    }

    @Test
    void aDocumentForPrograms() {
        new FeatureJson(captured.streams().out())
                .print(
                        "6.18.44",
                        List.of(Feature.of(MapType.HASH), AttachFeature.KPROBE_MULTI),
                        feature -> requireNonNull(ANSWERS.get(feature)));
        assertThat(captured.out())
                .isEqualTo(
                        """
                        {"release": "6.18.44", "features": [
                          {"group": "map_type", "name": "hash", "since": "3.19", "answer": "yes"},
                          {"group": "attaching", "name": "kprobe-multi", "since": "5.18", "answer": "no",\
                         "reason": "built without CONFIG_FPROBE"}
                        ]}
                        """);
    }

    @Test
    void anUnknownFormatIsRefused() {
        assertThat(captured.run("feature", "--format", "xml")).isEqualTo(2);
        assertThat(captured.err())
                .startsWith(
                        "ERROR: there is no format 'xml'\nHINT: the formats are table and json\n");
    }

    @Test
    void anUnknownNameGetsTheNearest() {
        assertThat(captured.run("feature", "kprobe-mutli")).isEqualTo(2);
        assertThat(captured.err())
                .startsWith(
                        "ERROR: no feature is called 'kprobe-mutli'\nHINT: did you mean kprobe-multi?\n");
        assertThat(captured.out()).isEmpty();
    }

    @Test
    void anUnknownTypeGetsTheNearest() {
        assertThat(captured.run("feature", "--helpers", "kprobes")).isEqualTo(2);
        assertThat(captured.err())
                .startsWith(
                        "ERROR: there is no program type 'kprobes'\nHINT: did you mean kprobe?\n");
    }
}
