package dev.skep.trace.check;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

class NearestNameTest {

    @ParameterizedTest
    @CsvSource({
        "openat, opnat, 1",
        "openat, openatt, 1",
        "openat, openaz, 1",
        "openat, opneat, 1",
        "openat, openat, 0",
        "openat, '', 6",
        "'', openat, 6",
        "read, write, 4",
        "kitten, sitting, 3",
        "ab, ba, 1",
        "abcd, badc, 2",
    })
    void countsChanges(String a, String b, int expected) {
        assertThat(NearestName.distance(a, b, 10)).isEqualTo(expected);
        assertThat(NearestName.distance(b, a, 10)).isEqualTo(expected);
    }

    @Test
    void stopsAtTheLimit() {
        assertThat(NearestName.distance("kitten", "sitting", 2)).isEqualTo(3);
        assertThat(NearestName.distance("a", "abcdefgh", 2)).isEqualTo(3);
    }

    @Test
    void takesTheNearest() {
        List<String> names = List.of("sys_enter_open", "sys_enter_openat", "sys_enter_openat2");

        assertThat(NearestName.of("sys_enter_opnat", names)).isEqualTo("sys_enter_openat");
        assertThat(NearestName.of("sys_enter_opn", names)).isEqualTo("sys_enter_open");
        assertThat(NearestName.of("nothing like it", names)).isNull();
    }

    @Test
    void doesNotGuessFromOneLetter() {
        assertThat(NearestName.of("x", List.of("pid"))).isNull();
        assertThat(NearestName.of("@b", List.of("@a"))).isNull();
    }
}
