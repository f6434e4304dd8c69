package dev.skep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;

class CommandWordsTest {

    @Test
    void theLastWordsOfTheProcess() {
        byte[] bytes = "java\0-m\0x\0-e\0\0ä\0".getBytes(StandardCharsets.UTF_8);
        assertThat(CommandWords.last(bytes, 3)).containsExactly("-e", "", "ä");
    }

    @Test
    void bytesThatAreNoTextAreKept() {
        assertThat(CommandWords.last(new byte[] {'a', 0, (byte) 0xff, 0}, 1))
                .containsExactly("\uDCFF");
    }

    @Test
    void plainWordsStayAsTheyAre() {
        String[] words = {"-e", "begin { }"};
        assertThat(CommandWords.asGiven(words)).isSameAs(words);
    }
}
