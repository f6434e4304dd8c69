package dev.skep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@code ./skep btf dump} against bpftool, over the running kernel. */
@Tag("peer")
class BtfDumpPeerTest {

    @Test
    void rawIsBpftoolsByteForByte() {
        Skep.Result same =
                Skep.shell(
                        """
                        kernel=/sys/kernel/btf/vmlinux
                        cmp <("$SKEP" btf dump file $kernel format raw) \
                            <(PATH=$PATH:/usr/sbin bpftool btf dump file $kernel format raw) &&
                        "$SKEP" btf dump file $kernel | wc -l
                        """);
        assertThat(Integer.parseInt(same.succeeded().out().strip())).isGreaterThan(100_000);
        assertThat(same.err()).isEmpty();
    }

    @Test
    void oneTypeOfTheKernelIsDefined() {
        Skep.shell(
                        """
                        kernel=/sys/kernel/btf/vmlinux
                        id=$("$SKEP" btf dump file $kernel | sed -n "s/^\\[\\([0-9]*\\)] STRUCT 'task_struct'.*/\\1/p")
                        "$SKEP" btf dump file $kernel format c root_id "$id" | grep -c '^struct task_struct {'
                        """)
                .succeeded();
    }

    @Test
    void theReaderIsGone() {
        Skep.Result result =
                Skep.shell(
                        "set -o pipefail; \"$SKEP\" btf dump file /sys/kernel/btf/vmlinux | head -1");
        assertThat(result.succeeded().out()).startsWith("[1] ");
        assertThat(result.err()).isEmpty();
    }

    @Test
    void theDiskIsFull() {
        Skep.Result result =
                Skep.shell("\"$SKEP\" btf dump file /sys/kernel/btf/vmlinux > /dev/full");
        assertThat(result.failed(1).err())
                .isEqualTo("ERROR: cannot write the output: No space left on device\n");
    }
}
