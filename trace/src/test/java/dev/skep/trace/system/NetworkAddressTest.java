package dev.skep.trace.system;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.InetAddress;
import java.util.HexFormat;
import java.util.Random;

class NetworkAddressTest {

    @ParameterizedTest
    @CsvSource({
        "7f000001, 127.0.0.1",
        "00000000, 0.0.0.0",
        "ffffffff, 255.255.255.255",
    })
    void ofVersion4(String hex, String text) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        assertThat(NetworkAddress.text(NetworkAddress.IPV4, bytes)).isEqualTo(text);
        assertThat(NetworkAddress.parse(text)).isEqualTo(bytes);
    }

    /** As inet_ntop of the C library writes them. */
    @ParameterizedTest
    @CsvSource({
        "00000000000000000000000000000001, ::1",
        "00000000000000000000000000000000, ::",
        "20010db8000000000000ff0000428329, 2001:db8::ff00:42:8329",
        "20010db8000100020003000400050006, 2001:db8:1:2:3:4:5:6",
        "20010db8000000010000000000000001, 2001:db8:0:1::1",
        "fe800000000000000000000000000000, fe80::",
        "00010000000200030004000500060007, 1:0:2:3:4:5:6:7",
        "00000000000000000000ffffc0a80001, ::ffff:192.168.0.1",
        "000000000000000000000000c0a80001, ::192.168.0.1",
    })
    void ofVersion6(String hex, String text) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        assertThat(NetworkAddress.text(NetworkAddress.IPV6, bytes)).isEqualTo(text);
        assertThat(NetworkAddress.parse(text)).isEqualTo(bytes);
    }

    @Test
    void whatIsWrittenIsReadAgain() throws Exception {
        Random random = new Random(1);
        for (int i = 0; i < 2_000; i++) {
            byte[] bytes = new byte[16];
            for (int at = 0; at < bytes.length; at++) {
                bytes[at] = (byte) (random.nextInt(3) == 0 ? random.nextInt(256) : 0);
            }
            String text = NetworkAddress.text(NetworkAddress.IPV6, bytes);
            assertThat(NetworkAddress.parse(text)).as(text).isEqualTo(bytes);
            byte[] ofTheJdk = InetAddress.getByName(text).getAddress();
            assertThat(ofTheJdk.length == 16 ? ofTheJdk : bytes).as(text).isEqualTo(bytes);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1.2.3",
                "1.2.3.4.5",
                "256.1.1.1",
                "a.b.c.d",
                "1:2:3",
                ":",
                ":::",
                "1::2::3",
                "12345::",
                "g::",
                "1:2:3:4:5:6:7:8:9",
                "1.2.3.-4",
                "::1.2.3"
            })
    void whatIsNoAddress(String text) {
        assertThat(NetworkAddress.parse(text)).isNull();
    }

    @Test
    void ofEthernet() {
        assertThat(NetworkAddress.ethernet(HexFormat.of().parseHex("18c04d082ebb")))
                .isEqualTo("18:C0:4D:08:2E:BB");
    }
}
