package dev.skep.trace.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skep.bpf.BpfException;

import org.junit.jupiter.api.Test;

import java.util.List;

class CommandLineTest {

    @Test
    void wordsAreSeparatedByBlanksThatQuotesKeep() {
        assertThat(CommandLine.split(" /bin/cat  /etc/hostname "))
                .containsExactly("/bin/cat", "/etc/hostname");
        assertThat(CommandLine.split("sh -c 'echo \"a b\" | cat' x\\ y \"\""))
                .containsExactly("sh", "-c", "echo \"a b\" | cat", "x y", "");
        assertThat(CommandLine.split("  ")).isEmpty();
    }

    @Test
    void programsAreLookedForInThePath() {
        assertThat(CommandLine.resolve(List.of("sh", "-c")).getFirst())
                .startsWith("/")
                .endsWith("/sh");
        assertThatThrownBy(() -> CommandLine.resolve(List.of("no-such-program")))
                .isInstanceOf(BpfException.class)
                .hasMessage("cannot run \"no-such-program\": it is not in any folder of PATH");
        assertThatThrownBy(() -> CommandLine.resolve(List.of("/no/such/program")))
                .hasMessage("cannot run \"/no/such/program\": there is no such file");
    }
}
