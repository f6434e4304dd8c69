package dev.skep.symbols;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skep.bpf.BpfException;
import dev.skep.bpf.kallsyms.Kallsyms;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

class KernelSymbolsTest {

    private static KernelSymbols of(String text) throws IOException {
        return KernelSymbols.of(
                Kallsyms.read(
                        "test", new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8))));
    }

    @Test
    void framesAndAddresses() throws IOException {
        KernelSymbols symbols =
                of(
                        """
                        ffffffff81000000 T vfs_read
                        ffffffffc0201000 t kvm_run\t[kvm]
                        """);
        assertThat(symbols.hiddenReason()).isNull();
        assertThat(symbols.frame(0xffffffff8100000cL))
                .isEqualTo(new KernelFrame(0xffffffff8100000cL, "vfs_read", 12, null))
                .hasToString("vfs_read+12");
        assertThat(symbols.frame(0xffffffffc0201000L).module()).isEqualTo("kvm");
        assertThat(symbols.frame(0x1234)).hasToString("0x1234");
        assertThat(symbols.frame(0)).hasToString("0x0");
        assertThat(symbols.address("kvm_run")).isEqualTo(0xffffffffc0201000L);
        assertThat(symbols.address("nosuch")).isZero();
    }

    @Test
    void t36_hiddenAddressesAreAnErrorAndNotAResult() throws IOException {
        KernelSymbols symbols = of("0000000000000000 T vfs_read\n");
        assertThat(symbols.hiddenReason()).startsWith("the kernel hides its addresses");
        assertThat(symbols.frame(0)).hasToString("0x0");
        assertThat(symbols.frame(0xffffffff81000000L).symbol()).isNull();
        assertThatThrownBy(() -> symbols.address("vfs_read"))
                .isInstanceOf(HiddenAddressesException.class)
                .isInstanceOf(BpfException.class)
                .hasMessageStartingWith("cannot tell the address of vfs_read: the kernel hides");
    }
}
