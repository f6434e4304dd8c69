package dev.skep.trace.system;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.nio.file.Path;

class UserNamesTest {

    private static final String PASSWD =
            """
            root:x:0:0:root:/root:/bin/bash
            toor:x:0:0:again:/root:/bin/sh
            +nis:::::
            broken
            bad:x:many:0::/:
            somebody:x:4294967294:0::/:
            """;

    @Test
    void theFirstNameOfANumberCounts() {
        assertThat(UserNames.parse(PASSWD).name(0)).isEqualTo("root");
        assertThat(UserNames.parse(PASSWD).name(4294967294L)).isEqualTo("somebody");
    }

    @Test
    void nobodyHasAnEmptyName() {
        assertThat(UserNames.parse(PASSWD).name(5)).isEmpty();
        assertThat(UserNames.read(Path.of("/no/such/file")).name(0)).isEmpty();
    }
}
