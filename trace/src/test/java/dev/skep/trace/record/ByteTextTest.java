package dev.skep.trace.record;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.HexFormat;
import java.util.Random;

class ByteTextTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "61",
                "c3a4",
                "e282ac",
                "f09f9890",
                "efbfbd",
                "ff",
                "c3",
                "a4",
                "c328",
                "e282",
                "f09f98",
                "eda080",
                "c080",
                "f8888080",
                "61ff62",
                "efbfbdff",
                "fffe00"
            })
    void bytesComeBack(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        assertThat(ByteText.bytes(ByteText.of(bytes))).isEqualTo(bytes);
    }

    @Test
    void anyBytesComeBack() {
        Random random = new Random(1);
        for (int i = 0; i < 10_000; i++) {
            byte[] bytes = new byte[random.nextInt(12)];
            random.nextBytes(bytes);
            assertThat(ByteText.bytes(ByteText.of(bytes))).isEqualTo(bytes);
        }
    }

    @Test
    void whatIsUtf8IsItsText() {
        assertThat(ByteText.of(HexFormat.of().parseHex("c3a4e282acf09f9890")))
                .isEqualTo("ä€\uD83D\uDE10");
    }

    @Test
    void otherBytesAreCharactersThatNoTextHas() {
        assertThat(ByteText.of(HexFormat.of().parseHex("61ff"))).isEqualTo("a\uDCFF");
        assertThat(ByteText.ofByte(0xff)).isEqualTo('\uDCFF');
        assertThat(ByteText.ofByte(0x7f)).isEqualTo('\u007f');
    }
}
