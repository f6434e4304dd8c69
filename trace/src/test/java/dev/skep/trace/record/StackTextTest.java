package dev.skep.trace.record;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;

/** The text of stacks and symbols, as bpftrace prints it. */
class StackTextTest {
    private static final List<Value.Frame> FRAMES =
            List.of(
                    new Value.Frame(0xffff_ffff_8100_0010L, "vfs_read", 16, null),
                    new Value.Frame(0x1234, null, 0, null));

    @Test
    void aLineForEachFrame() {
        assertThat(ValueText.of(kernel(StackMode.BPFTRACE)))
                .isEqualTo("\n        vfs_read+16\n        0x1234\n");
    }

    @Test
    void perfShowsAddresses() {
        assertThat(ValueText.of(kernel(StackMode.PERF)))
                .isEqualTo("\n\tffffffff81000010 vfs_read+16\n\t1234 0x1234\n");
    }

    @Test
    void perfShowsTheFilesOfProcesses() {
        Value stack =
                new Value.Stack(
                        StackMode.PERF,
                        true,
                        7,
                        List.of(
                                new Value.Frame(0x1000, "main", 3, "/bin/cat"),
                                new Value.Frame(0x2000, null, 0, null)));

        assertThat(ValueText.of(stack))
                .isEqualTo("\n\t1000 main+3 (/bin/cat)\n\t2000 0x2000 ([unknown])\n");
    }

    @Test
    void rawShowsNothingElse() {
        assertThat(ValueText.of(kernel(StackMode.RAW))).isEqualTo("\nffffffff81000010\n1234\n");
    }

    @Test
    void aStackWithoutFramesIsALineEnd() {
        assertThat(ValueText.of(new Value.Stack(StackMode.BPFTRACE, true, 7, List.of())))
                .isEqualTo("\n");
    }

    @Test
    void keysWithStacks() {
        StringBuilder key = new StringBuilder();
        ValueText.appendKey(
                key, new Value.Tuple(List.of(kernel(StackMode.BPFTRACE), new Value.Text("cat"))));

        assertThat(key.toString()).isEqualTo("\n        vfs_read+16\n        0x1234\n, cat");
    }

    @Test
    void symbolsHaveNoOffset() {
        assertThat(ValueText.of(new Value.Symbol(false, 0, 0, FRAMES.getFirst())))
                .isEqualTo("vfs_read");
        assertThat(ValueText.of(new Value.Symbol(true, 7, 0, FRAMES.getLast())))
                .isEqualTo("0x1234");
        assertThat(ValueText.of(new Value.Symbol(true, 7, 0, Value.Frame.at(0)))).isEqualTo("0");
    }

    private static Value kernel(StackMode mode) {
        return new Value.Stack(mode, false, 0, FRAMES);
    }
}
