package dev.skep.bpf.object;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.bpf.testkit.PeerTool;
import dev.skep.sys.testkit.kernel.NeedsCheckout;
import dev.skep.sys.testkit.kernel.NeedsKernel;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What libbpf and the verifier say to a file, by way of bpftool, which is not in a guest. */
@NeedsCheckout
@NeedsKernel(version = "5.17")
class ObjectWriterKernelTest {
    @TempDir Path folder;

    @Test
    void loadsWithBpftool() throws IOException {
        Path file = folder.resolve("calling.bpf.o");
        Files.write(file, ObjectWriter.write(CallingProgram.object()));
        // A bpffs of our own, in a mount namespace that ends with the command.
        String listed =
                PeerTool.run(
                        folder,
                        "unshare",
                        "--mount",
                        "sh",
                        "-euc",
                        """
                        mkdir pins
                        mount -t bpf bpf pins
                        bpftool prog loadall calling.bpf.o pins/calling pinmaps pins/maps
                        ls pins/calling pins/maps
                        bpftool prog dump xlated pinned pins/calling/third linum
                        bpftool map show pinned pins/maps/typed
                        """);
        assertThat(listed)
                .contains("first\n", "second\n", "third\n", "events\n", "untyped\n")
                .contains("int plus(", "int step(")
                .contains("[file:by hand line_num:1 line_col:17]")
                .containsPattern("hash +name typed +flags 0x0\\s+key 4B +value 8B +max_entries 64");
    }
}
