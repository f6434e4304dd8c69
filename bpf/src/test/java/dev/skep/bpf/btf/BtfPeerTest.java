package dev.skep.bpf.btf;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** What bpftool says to our BTF, and to the kernel's. */
@Tag("peer")
@Timeout(120)
class BtfPeerTest {
    private static final Path VMLINUX = Path.of("/sys/kernel/btf/vmlinux");

    @TempDir Path folder;

    private String bpftool(Path file) throws IOException, InterruptedException {
        Path output = folder.resolve("output");
        Process process =
                new ProcessBuilder(
                                "bpftool", "btf", "dump", "file", file.toString(), "format", "raw")
                        .redirectOutput(output.toFile())
                        .redirectErrorStream(true)
                        .start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        return Files.readString(output);
    }

    private String bpftool(byte[] btf) throws IOException, InterruptedException {
        Path file = folder.resolve("types.btf");
        Files.write(file, btf);
        return bpftool(file);
    }

    private static String dump(byte[] bytes) {
        Btf btf = Btf.of("btf", MemorySegment.ofArray(bytes));
        StringBuilder text = new StringBuilder();
        BtfDump dump = new BtfDump(btf, text);
        for (int id = 1; id < btf.idCount(); id++) {
            dump.raw(id);
        }
        return text.toString();
    }

    private static void assertSame(String actual, String expected) {
        // A plain comparison would print some MB.
        String[] ours = actual.split("\n", -1);
        String[] theirs = expected.split("\n", -1);
        for (int i = 0; i < Math.min(ours.length, theirs.length); i++) {
            assertThat(ours[i]).as("line %d", i + 1).isEqualTo(theirs[i]);
        }
        assertThat(ours).hasSameSizeAs(theirs);
    }

    @Test
    void dumpsEveryKindAlike() throws Exception {
        byte[] every = Fixtures.bytes(Fixtures.EVERY_KIND);
        assertSame(dump(every), bpftool(every));
    }

    @Test
    void dumpsTheKernelAlike() throws Exception {
        String expected = bpftool(VMLINUX);
        assertThat(expected).hasSizeGreaterThan(1_000_000);
        assertSame(dump(Files.readAllBytes(VMLINUX)), expected);
    }

    @Test
    void readsAllOfTheKernelsTypesWrittenAgain() throws Exception {
        Btf kernel = Btf.of("vmlinux", MemorySegment.ofArray(Files.readAllBytes(VMLINUX)));
        BtfBuilder builder = new BtfBuilder();
        for (int id = 1; id < kernel.idCount(); id++) {
            builder.add(kernel.type(id));
        }
        assertSame(bpftool(builder.build()), bpftool(VMLINUX));
    }

    @Test
    void readsASubset() throws Exception {
        Btf kernel = Btf.of("vmlinux", MemorySegment.ofArray(Files.readAllBytes(VMLINUX)));
        byte[] subset =
                new BtfSubset(kernel).add(kernel.find("task_struct", BtfKind.STRUCT), 1).build();
        assertSame(dump(subset), bpftool(subset));
    }
}
