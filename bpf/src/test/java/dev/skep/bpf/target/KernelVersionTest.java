package dev.skep.bpf.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skep.bpf.MalformedObjectException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KernelVersionTest {

    @ParameterizedTest
    @CsvSource({
        "6.18.44-fc-v595, 6, 18, 44",
        "5.10.0-28-amd64, 5, 10, 0",
        "7.2-rc1, 7, 2, 0",
        "7.2~rc3-1~exp1, 7, 2, 0",
        "6.1, 6, 1, 0",
        "6.6.87.2-microsoft-standard-WSL2, 6, 6, 87",
        "4.19.325+, 4, 19, 325",
        "5.4.0_custom, 5, 4, 0",
        "6.1., 6, 1, 0"
    })
    void isReadFromTheStartOfARelease(String release, int major, int minor, int patch) {
        assertThat(KernelVersion.parse(release)).isEqualTo(new KernelVersion(major, minor, patch));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "6", "6.", "linux-6.1", ".1.2", "6.x", "-6.1"})
    void isRefusedWithoutTwoNumbers(String release) {
        assertThatThrownBy(() -> KernelVersion.parse(release))
                .isInstanceOf(MalformedObjectException.class)
                .hasMessageContaining("\"" + release + "\"");
    }

    @Test
    void comesBeforeWhatIsNewer() {
        KernelVersion version = new KernelVersion(5, 10, 209);
        assertThat(version)
                .isLessThan(new KernelVersion(5, 11, 0))
                .isLessThan(new KernelVersion(6, 1, 0));
        assertThat(version)
                .isGreaterThan(new KernelVersion(5, 10, 100))
                .isGreaterThan(new KernelVersion(5, 9, 255));
        assertThat(version).isEqualByComparingTo(new KernelVersion(5, 10, 209));
        assertThat(version.isAtLeast(5, 10)).isTrue();
        assertThat(version.isAtLeast(4, 20)).isTrue();
        assertThat(version.isAtLeast(5, 11)).isFalse();
        assertThat(version.isAtLeast(6, 0)).isFalse();
    }

    @Test
    void hasTheKernelsCodeWhosePatchStopsAt255() {
        assertThat(new KernelVersion(6, 18, 44).code()).isEqualTo(0x06122c);
        assertThat(new KernelVersion(4, 9, 337).code()).isEqualTo(0x0409ff);
    }
}
