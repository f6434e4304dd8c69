package dev.skep.bpf.target;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;

class WildcardTest {

    @ParameterizedTest
    @CsvSource({
        "sys_enter_openat, sys_enter_openat, true",
        "sys_enter_open, sys_enter_openat, false",
        "sys_enter_open*, sys_enter_openat, true",
        "*openat, sys_enter_openat, true",
        "*open, sys_enter_openat, false",
        "sys_*_open*, sys_enter_openat2, true",
        "*, x, true",
        "***, x, true",
        "a*b*c, aXbXbXc, true",
        "a*b*c, aXbXbX, false",
        "*aab, aaab, true",
        "sys_?nter, sys_enter, false",
        "a.c, abc, false"
    })
    void matchesWholeNames(String pattern, String name, boolean matches) {
        assertThat(new Wildcard(pattern).matches(name)).isEqualTo(matches);
    }

    @Test
    void matchesTheEmptyNameByStarsOnly() {
        assertThat(new Wildcard("").matches("")).isTrue();
        assertThat(new Wildcard("*").matches("")).isTrue();
        assertThat(new Wildcard("a*").matches("")).isFalse();
        assertThat(new Wildcard("").matches("a")).isFalse();
    }

    @Test
    void takesNoExponentialTime() {
        Wildcard wildcard = new Wildcard("*a".repeat(100) + "b");
        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(10),
                () -> assertThat(wildcard.matches("a".repeat(5000))).isFalse());
    }
}
