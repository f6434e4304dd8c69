package dev.skep.bpf.btf;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** What bpftool says to our BTF, and to the kernel's. */
@Tag("peer")
@Timeout(120)
class BtfPeerTest {
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
        return dump(Btf.of("btf", MemorySegment.ofArray(bytes)));
    }

    private static String dump(Btf btf) {
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

    @ParameterizedTest
    @MethodSource("dev.skep.bpf.btf.KernelBtfFiles#all")
    void dumpsTheKernelAlike(Path file) throws Exception {
        String expected = bpftool(file);
        assertThat(expected).hasSizeGreaterThan(1_000_000);
        assertSame(dump(KernelBtfFiles.read(file)), expected);
    }

    @ParameterizedTest
    @MethodSource("dev.skep.bpf.btf.KernelBtfFiles#all")
    void readsAllOfTheKernelsTypesWrittenAgain(Path file) throws Exception {
        Btf kernel = KernelBtfFiles.read(file);
        BtfBuilder builder = new BtfBuilder();
        for (int id = 1; id < kernel.idCount(); id++) {
            builder.add(kernel.type(id));
        }
        assertSame(bpftool(builder.build()), bpftool(file));
    }

    @ParameterizedTest
    @MethodSource("dev.skep.bpf.btf.KernelBtfFiles#all")
    void readsASubset(Path file) throws Exception {
        Btf kernel = KernelBtfFiles.read(file);
        byte[] subset =
                new BtfSubset(kernel).add(kernel.find("task_struct", BtfKind.STRUCT), 1).build();
        assertSame(dump(subset), bpftool(subset));
    }
}
