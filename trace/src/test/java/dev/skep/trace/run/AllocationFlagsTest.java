package dev.skep.trace.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AllocationFlagsTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "0xcc0, GFP_KERNEL",
        "0x1, GFP_DMA",
        "0xcc1, GFP_KERNEL|GFP_DMA",
        "0x400cc0, GFP_KERNEL_ACCOUNT",
        "0x100cca, GFP_HIGHUSER|0x8",
        "0x4820, GFP_ATOMIC|__GFP_RETRY_MAYFAIL",
        "0x100000cc0, GFP_KERNEL|0x100000000",
    })
    void namesBitsTogetherThenEach(String flags, String text) {
        assertThat(AllocationFlags.text(Long.decode(flags))).isEqualTo(text);
    }
}
