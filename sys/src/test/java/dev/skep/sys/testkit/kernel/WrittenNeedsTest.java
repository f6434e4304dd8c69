package dev.skep.sys.testkit.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.util.Set;

class WrittenNeedsTest {

    private final KernelNeeds needs =
            new KernelNeeds(
                    new KernelFacts(LinuxVersion.of("6.1.55"), Set.of("CONFIG_KPROBES")),
                    feature -> Answer.NO);

    @Test
    void versionsAndOptionsAreRecognized() {
        assertThat(WrittenNeeds.missing(needs, "5.17")).isNull();
        assertThat(WrittenNeeds.missing(needs, "6.2")).isEqualTo("needs Linux 6.2");
        assertThat(WrittenNeeds.missing(needs, "before:6.0")).isEqualTo("needs a Linux before 6.0");
        assertThat(WrittenNeeds.missing(needs, "5.17 CONFIG_KPROBES")).isNull();
        assertThat(WrittenNeeds.missing(needs, "5.17 CONFIG_X")).isEqualTo("needs CONFIG_X");
        assertThat(WrittenNeeds.missing(needs, "FENTRY")).startsWith("needs FENTRY");
    }

    @Test
    void aMisspeltFeatureIsAnError() {
        assertThatThrownBy(() -> WrittenNeeds.missing(needs, "FENTRI"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void nothingNeedsNothing() {
        assertThat(WrittenNeeds.missing(" ")).isNull();
    }
}
