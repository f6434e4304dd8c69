package dev.skep.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.util.List;

class LabOptionsTest {

    private static final KernelTest SMALL = test("SmallTest", "kernel");
    private static final KernelTest LARGE = test("LargeTest", "kernel", "large");
    private static final KernelTest HOST = test("HostTest", "kernel", "checkout");

    private static KernelTest test(String name, String... tags) {
        return new KernelTest("[class:" + name + "]", name, "m", List.of(tags));
    }

    private static List<KernelTest> chosen(String... words) {
        String[] all = new String[words.length + 2];
        all[0] = "/checkout";
        all[1] = "/cache";
        System.arraycopy(words, 0, all, 2, words.length);
        return LabOptions.parse(all).choose(List.of(SMALL, LARGE, HOST));
    }

    @Test
    void largeTestsRunWhenAskedFor() {
        assertThat(chosen()).containsExactly(SMALL);
        assertThat(chosen("6.1", "--all")).containsExactly(SMALL, LARGE);
        assertThat(chosen("6.1", "-Dtest=Large*")).containsExactly(LARGE);
        assertThat(chosen("-Dtest=HostTest")).isEmpty();
    }

    @Test
    void wordsThatBeginWithADigitAreKernels() {
        assertThat(LabOptions.parse(new String[] {"/a", "/b", "6.1", "7.2"}).series())
                .containsExactly("6.1", "7.2");
        assertThatThrownBy(() -> LabOptions.parse(new String[] {"/a", "/b", "--al"}))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("--al");
    }

    @Test
    void propertiesAreForTheTests() {
        LabOptions options =
                LabOptions.parse(new String[] {"/a", "/b", "-Dskep.property.cases=9", "6.1"});
        assertThat(options.properties()).containsExactly("-Dskep.property.cases=9");
    }
}
