package dev.skep.bpf.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.skep.bpf.MalformedObjectException;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

class KernelConfigTest {

    private static final String TEXT =
            """
            # Linux/x86 6.18.44 Kernel Configuration
            CONFIG_BPF=y
            CONFIG_TUN=m
            # CONFIG_KPROBES is not set
            CONFIG_HZ=250
            CONFIG_LSM="lockdown,bpf"
            """;

    private static Target target(String path, byte[] bytes) {
        return Target.of(
                KernelFiles.of(
                        "test",
                        Map.of(
                                "/proc/sys/kernel/osrelease",
                                "6.1.0-1\n".getBytes(UTF_8),
                                path,
                                bytes)));
    }

    @Test
    void optionsAreOnAsModuleOrOff() {
        KernelConfig config = KernelConfig.parse(TEXT);
        assertThat(config.isSet("CONFIG_BPF")).isTrue();
        assertThat(config.isSet("CONFIG_TUN")).isTrue();
        assertThat(config.isSet("CONFIG_KPROBES")).isFalse();
        assertThat(config.isSet("CONFIG_HZ")).isFalse();
        assertThat(config.value("CONFIG_HZ")).isEqualTo("250");
        assertThat(config.value("CONFIG_LSM")).isEqualTo("\"lockdown,bpf\"");
        assertThat(config.value("CONFIG_KPROBES")).isNull();
    }

    @Test
    void theLastLineNeedsNoEnd() {
        assertThat(KernelConfig.parse("CONFIG_A=y\nCONFIG_B=m").isSet("CONFIG_B")).isTrue();
    }

    @Test
    void itIsFoundInBootByItsRelease() {
        Target target = target("/boot/config-6.1.0-1", TEXT.getBytes(UTF_8));
        assertThat(KernelConfig.of(target).orElseThrow().isSet("CONFIG_BPF")).isTrue();
        assertThat(KernelConfig.of(target("/boot/config-6.1.0-2", TEXT.getBytes(UTF_8)))).isEmpty();
    }

    @Test
    void itIsFoundPackedInProc() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(TEXT.getBytes(UTF_8));
        }
        Target target = target("/proc/config.gz", packed.toByteArray());
        assertThat(KernelConfig.of(target).orElseThrow().isSet("CONFIG_BPF")).isTrue();
    }

    @Test
    void whatIsNotPackedIsNamed() {
        Target target = target("/proc/config.gz", TEXT.getBytes(UTF_8));
        assertThatThrownBy(() -> KernelConfig.of(target))
                .isInstanceOf(MalformedObjectException.class)
                .hasMessageContaining("proc/config.gz in test can't be unpacked");
    }
}
