package dev.skep.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.stream.Stream;

class GuestEventTest {

    static Stream<GuestEvent> events() {
        String id = "[engine:junit-jupiter]/[class:a.B]/[method:c(java.lang.String, int)]";
        return Stream.of(
                new GuestEvent.Booted("6.1.0-56-cloud-amd64", "Linux version 6.1"),
                new GuestEvent.Began(id, "B.c"),
                new GuestEvent.Passed(id, "B.c [1] ü", 1234),
                new GuestEvent.Failed(id, "B.c", 0),
                new GuestEvent.Detail("    at a.B.c(B.java:7)"),
                new GuestEvent.Detail(""),
                new GuestEvent.LeftOut(id, "needs Linux 6.6"),
                new GuestEvent.Ended());
    }

    @ParameterizedTest
    @MethodSource("events")
    void comesBackFromItsLine(GuestEvent event) {
        assertThat(event.line()).doesNotContain("\n");
        assertThat(GuestEvent.parse(event.line())).isEqualTo(event);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "passed",
                "@skep",
                "@skep\t",
                "@skep\tpassed\tid",
                "@skep\tended\tmore",
                " @skep\tended",
                "[   12.3] BUG: kernel NULL pointer dereference"
            })
    void otherLinesSayNothing(String line) {
        assertThat(GuestEvent.parse(line)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\tb", "a\nb", "a\u0007b", "a\r\nb"})
    void whatWouldBreakALineBecomesSpace(String name) {
        String line = new GuestEvent.Began("id", name).line();
        assertThat(GuestEvent.parse(line)).isInstanceOf(GuestEvent.Began.class);
        assertThat(line.substring(GuestEvent.MARK.length())).matches("began\tid\ta {1,2}b");
    }
}
