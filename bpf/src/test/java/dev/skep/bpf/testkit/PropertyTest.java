package dev.skep.bpf.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

class PropertyTest {

    @Test
    void showsTheSmallestFailingValue() {
        assertThatThrownBy(() ->
                        Property.forAll(
                                Choices::any32, value -> assertThat(value).isLessThan(1000)))
                .isInstanceOf(AssertionError.class)
                .hasMessageEndingWith("fails with 1000")
                .hasMessageContaining("-Dskep.property.seed=")
                .hasCauseInstanceOf(AssertionError.class);
    }

    @Test
    void leavesOutWhatDoesNotMatter() {
        Generator<List<Integer>> lists = ((Generator<Integer>) c -> c.below(100)).list(50);
        assertThatThrownBy(() ->
                        Property.forAll(
                                lists, list -> assertThat(list).allMatch(element -> element < 17)))
                .hasMessageEndingWith("fails with [17]");
    }

    @Test
    void makesTheSameValuesEveryTime() {
        assertThat(values()).isEqualTo(values()).doesNotHaveDuplicates();
    }

    private static List<List<Long>> values() {
        List<List<Long>> values = new ArrayList<>();
        Property.forAll(
                c -> List.of(c.any64(), c.any64(), (long) c.below(1000), c.any64()), values::add);
        return values;
    }
}
