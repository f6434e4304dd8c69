package dev.skep.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

class KernelTestTest {

    private static KernelTest tagged(String... tags) {
        return new KernelTest(
                "[engine:e]/[class:a.LoaderKernelTest]/[method:fires()]",
                "LoaderKernelTest",
                "fires",
                List.of(tags));
    }

    @ParameterizedTest
    @CsvSource({
        "LoaderKernelTest, true",
        "LoaderKernel, false",
        "Loader*, true",
        "*KernelTest, true",
        "*, true",
        "L*Kernel*t, true",
        "*Links*, false",
        "LoaderKernelTest#fires, true",
        "LoaderKernelTest#fire, false",
        "LoaderKernelTest#f*s, true",
        "'OtherTest, Loader*#fires', true",
        "OtherTest#fires, false"
    })
    void patternsAreThoseOfSurefire(String pattern, boolean selects) {
        assertThat(tagged("kernel").matches(pattern)).isEqualTo(selects);
    }

    @Test
    void guestsRunWhatNeedsNothingOfTheHost() {
        assertThat(tagged("kernel").runsInGuests()).isTrue();
        assertThat(tagged("kernel", "large").runsInGuests()).isTrue();
        assertThat(tagged("checkout", "kernel").runsInGuests()).isFalse();
        assertThat(tagged("kernel", "peer").runsInGuests()).isFalse();
    }

    @Test
    void comesBackFromItsLine() {
        KernelTest test = tagged("kernel", "large");
        assertThat(KernelTest.parse(test.line())).isEqualTo(test);
        assertThatThrownBy(() -> KernelTest.parse("nothing"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void coversItsCasesAndNoOtherTest() {
        KernelTest test = tagged("kernel");
        assertThat(test.covers(test.id())).isTrue();
        assertThat(test.covers(test.id() + "/[test-template-invocation:#3]")).isTrue();
        assertThat(test.covers("[engine:e]/[class:a.LoaderKernelTest]/[method:fires()2]"))
                .isFalse();
        assertThat(test.covers("[engine:e]/[class:a.LoaderKernelTest]")).isFalse();
    }
}
