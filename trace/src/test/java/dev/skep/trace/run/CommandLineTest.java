package dev.skep.trace.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
                .isInstanceOf(ProcessException.class)
                .hasMessage(
                        "Failed to fork child: Path 'no-such-program' does not exist or is not"
                                + " executable (No such file or directory)");
        assertThatThrownBy(() -> CommandLine.resolve(List.of("/no/such/program")))
                .hasMessageContaining("'/no/such/program' does not exist");
    }
}
