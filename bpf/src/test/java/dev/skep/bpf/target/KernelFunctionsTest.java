package dev.skep.bpf.target;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.bpf.btf.BtfBuilder;
import dev.skep.bpf.btf.BtfType;
import dev.skep.bpf.target.KernelFunctions.Function;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The functions of a kernel, by whichever of its lists there is. */
class KernelFunctionsTest {
    private static final String TRACEABLE =
            """
            vfs_read
            __ftrace_invalid_address___64
            vfs_write
            nf_nat_setup_info [nf_nat]
            vfs_open
            """;

    private static final String SYMBOLS =
            """
            0000000000000000 A fixed_percpu_data
            ffffffff81000010 T vfs_read
            ffffffff81000000 t __pfx_vfs_read
            ffffffff81000020 t vfs_read.cold
            ffffffff81000030 D vfs_table
            ffffffffc0201000 t nf_nat_setup_info\t[nf_nat]
            ffffffffc0301000 t bpf_prog_1_x\t[bpf]
            ffffffff80000010 t twice
            ffffffff81000040 t twice
            """;

    @Test
    void traceableFunctionsComeFromTheKernelsList() {
        KernelFunctions functions = functions(TRACEABLE, SYMBOLS, null);

        assertThat(functions.match(null, "*"))
                .containsExactly(
                        new Function(null, "vfs_open"),
                        new Function(null, "vfs_read"),
                        new Function(null, "vfs_write"),
                        new Function("nf_nat", "nf_nat_setup_info"));
        assertThat(functions.match("vmlinux", "vfs_r*"))
                .containsExactly(new Function(null, "vfs_read"));
        assertThat(functions.match("nf_*", "*")).hasSize(1);
        assertThat(functions.isExact()).isTrue();
    }

    @Test
    void withoutTheListSymbolsDo() {
        KernelFunctions functions = functions(null, SYMBOLS, null);

        assertThat(functions.match(null, "*"))
                .containsExactly(
                        new Function(null, "twice"),
                        new Function(null, "twice"),
                        new Function(null, "vfs_read"),
                        new Function("nf_nat", "nf_nat_setup_info"));
        assertThat(functions.contains("vfs_read")).isTrue();
        assertThat(functions.contains("vfs_table")).isFalse();
        assertThat(functions.isExact()).isFalse();
    }

    @Test
    void withoutEitherTypesDo() {
        KernelFunctions functions = functions(null, null, btf("vfs_read"));

        assertThat(functions.match(null, "vfs_*")).containsExactly(new Function(null, "vfs_read"));
        assertThat(functions.contains("vfs_read")).isTrue();
        assertThat(functions.contains("vfs_write")).isFalse();
        assertThat(functions.names()).isEqualTo(List.of("vfs_read"));
    }

    @Test
    void addressesAreTheLowestOfAName() {
        KernelFunctions functions = functions(TRACEABLE, SYMBOLS, null);

        assertThat(functions.address("vfs_read")).isEqualTo(0xffff_ffff_8100_0010L);
        assertThat(functions.address("twice")).isEqualTo(0xffff_ffff_8000_0010L);
        assertThat(functions.address("vfs_table")).isEqualTo(0xffff_ffff_8100_0030L);
        assertThat(functions.address("nosuch")).isZero();
        assertThat(functions(TRACEABLE, null, null).address("vfs_read")).isZero();
    }

    @Test
    void whateverALineLooksLike() {
        for (String text : List.of("", "\n", "x", "f t", "f t ", "f t \t[", "f t x [", " ", "  ")) {
            assertThat(functions(null, text, null).match(null, "*")).hasSizeLessThan(2);
            assertThat(functions(text, null, null).match(null, "*")).hasSizeLessThan(2);
            assertThat(functions(null, text, null).address("y")).isZero();
        }
    }

    private static byte[] btf(String function) {
        BtfBuilder btf = new BtfBuilder();
        int prototype = btf.add(new BtfType.FuncProto(0, List.of()));
        btf.add(new BtfType.Func(function, prototype, BtfType.Linkage.STATIC));
        return btf.build();
    }

    private static KernelFunctions functions(
            @Nullable String traceable, @Nullable String symbols, byte @Nullable [] btf) {
        Map<String, byte[]> files = new HashMap<>();
        if (traceable != null) {
            files.put(
                    "/sys/kernel/tracing/available_filter_functions",
                    traceable.getBytes(StandardCharsets.US_ASCII));
        }
        if (symbols != null) {
            files.put("/proc/kallsyms", symbols.getBytes(StandardCharsets.US_ASCII));
        }
        if (btf != null) {
            files.put("/sys/kernel/btf/vmlinux", btf);
        }
        return Target.of(KernelFiles.of("test", files)).functions();
    }
}
