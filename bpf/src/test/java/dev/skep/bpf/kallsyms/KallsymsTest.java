package dev.skep.bpf.kallsyms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skep.bpf.MalformedObjectException;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

class KallsymsTest {
    private static final String TEXT =
            """
            0000000000000000 A fixed_percpu_data
            0000000000001000 A cpu_debug_store
            ffffffff81000000 T _text
            ffffffff81000000 T startup_64
            ffffffff81000040 t helper
            ffffffff81000080 T vfs_read
            ffffffff82000000 d table
            ffffffff82000100 a number
            ffffffffc0301000 t nf_hook\t[nf_tables]
            ffffffffc0201000 t helper\t[kvm]
            ffffffffc0201020 T kvm_run\t[kvm]
            ffffffffc0400000 t bpf_prog_6deef7357e7b4530_count\t[bpf]
            """;

    @Test
    void symbolsAscendByAddress() throws IOException {
        Kallsyms symbols = read(TEXT);
        assertThat(symbols.count()).isEqualTo(12);
        assertThat(symbols.hidesAddresses()).isFalse();
        assertThat(symbols.name(0)).isEqualTo("fixed_percpu_data");
        assertThat(symbols.name(11)).isEqualTo("bpf_prog_6deef7357e7b4530_count");
        int run = symbols.find("kvm_run");
        assertThat(symbols.address(run)).isEqualTo(0xffffffffc0201020L);
        assertThat(symbols.type(run)).isEqualTo('T');
        assertThat(symbols.isFunction(run)).isTrue();
        assertThat(symbols.module(run)).isEqualTo("kvm");
        assertThat(symbols.module(symbols.find("nf_hook"))).isEqualTo("nf_tables");
        assertThat(symbols.module(symbols.find("vfs_read"))).isNull();
        assertThat(symbols.isFunction(symbols.find("table"))).isFalse();
    }

    @Test
    void theSymbolAnAddressIsIn() throws IOException {
        Kallsyms symbols = read(TEXT);
        assertThat(name(symbols, 0xffffffff81000080L)).isEqualTo("vfs_read");
        assertThat(name(symbols, 0xffffffff810000ffL)).isEqualTo("vfs_read");
        assertThat(name(symbols, 0xffffffff8100007fL)).isEqualTo("helper");
        // Of several at one address the first, as the kernel has it.
        assertThat(name(symbols, 0xffffffff81000001L)).isEqualTo("_text");
        // A number that only looks like an address is passed over.
        assertThat(name(symbols, 0xffffffff82000104L)).isEqualTo("table");
        assertThat(name(symbols, 0xffffffffc0201021L)).isEqualTo("kvm_run");
        assertThat(symbols.at(0xfffffffff0000000L)).isEqualTo(-1);
        assertThat(symbols.at(0x7fff00000000L)).isEqualTo(-1);
        assertThat(symbols.at(0x2000)).isEqualTo(-1);
        assertThat(symbols.at(0)).isEqualTo(-1);
    }

    @Test
    void staticFunctionsShareNames() throws IOException {
        Kallsyms symbols = read(TEXT);
        for (int i = 0; i < 10; i++) { // by passing over, then by the index
            assertThat(symbols.findAll("helper"))
                    .containsExactly(
                            symbols.at(0xffffffff81000040L), symbols.at(0xffffffffc0201000L));
            assertThat(symbols.find("help")).isEqualTo(-1);
            assertThat(symbols.find("helpers")).isEqualTo(-1);
            assertThat(symbols.find("bpf_prog_6deef7357e7b4530_count")).isEqualTo(11);
        }
    }

    @Test
    void t36_hiddenAddressesResolveNothing() throws IOException {
        Kallsyms symbols =
                read(
                        """
                        0000000000000000 T _text
                        0000000000000000 T vfs_read
                        """);
        assertThat(symbols.hidesAddresses()).isTrue();
        assertThat(symbols.at(0)).isEqualTo(-1);
        assertThat(symbols.at(5)).isEqualTo(-1);
        assertThat(symbols.find("vfs_read")).isEqualTo(1);
        assertThat(symbols.address(1)).isZero();
    }

    @Test
    void linesMayComeInAnyPieces() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 2000; i++) {
            text.append(Long.toHexString(0xffffffff81000000L + i * 16L))
                    .append(" t function_")
                    .append("x".repeat(i % 400))
                    .append(i)
                    .append(i % 3 == 0 ? "\t[module" + i % 7 + "]\n" : "\n");
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.US_ASCII);
        SplittableRandom random = new SplittableRandom(1);
        Kallsyms symbols =
                Kallsyms.read(
                        "pieces",
                        new ByteArrayInputStream(bytes) {
                            @Override
                            public synchronized int read(byte[] to, int offset, int length) {
                                return super.read(
                                        to, offset, Math.min(length, 1 + random.nextInt(5000)));
                            }
                        });
        assertThat(symbols.count()).isEqualTo(2000);
        for (int i = 0; i < 2000; i++) {
            assertThat(symbols.name(i)).isEqualTo("function_" + "x".repeat(i % 400) + i);
            assertThat(symbols.module(i)).isEqualTo(i % 3 == 0 ? "module" + i % 7 : null);
        }
    }

    @Test
    void otherTextsAreMalformed() {
        for (String text :
                new String[] {
                    "hello world\n",
                    "ffffffff81000000\n",
                    "ffffffff81000000 T\n",
                    " T _text\n",
                    "ffffffff81000000 TT _text\n",
                    "FFFFFFFF81000000 T _text\n",
                    "fffffffffffffffff T _text\n",
                    "ffffffff81000000 T _text",
                    "ffffffff81000000 T _text\tmodule\n",
                    "ffffffff81000000 T _text\t[module\n",
                    "ffffffff81000000 T _text\t[]\n",
                    "\n",
                    "f".repeat(20_000)
                }) {
            assertThatThrownBy(() -> read(text))
                    .as(text)
                    .isInstanceOf(MalformedObjectException.class)
                    .hasMessageStartingWith("test is not a table of kernel symbols: at offset ");
        }
    }

    private static String name(Kallsyms symbols, long address) {
        return symbols.name(symbols.at(address));
    }

    private static Kallsyms read(String text) throws IOException {
        InputStream in = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        return Kallsyms.read("test", in);
    }
}
