package dev.skep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

class MainTest {

    private final Captured captured = Captured.plain();

    @Test
    void withoutArgumentsItShowsAUseOfEachKindFirst() {
        assertThat(captured.run()).isZero();
        assertThat(captured.err()).isEmpty();
        assertThat(captured.out())
                .startsWith("Skep: ")
                .containsSubsequence(
                        "sudo skep trace -e",
                        "sudo skep target save",
                        "Commands:",
                        "trace",
                        "help");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "-h", "help"})
    void helpIsDataNotDiagnostics(String word) {
        Captured bare = Captured.plain();
        bare.run();
        assertThat(captured.run(word)).isZero();
        assertThat(captured.out()).isEqualTo(bare.out());
        assertThat(captured.err()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--version", "-V", "version"})
    void version(String word) {
        assertThat(captured.run(word)).isZero();
        assertThat(captured.out()).isEqualTo("skep " + VersionCommand.VERSION + "\n");
    }

    @Test
    void theVersionIsThatOfTheBuild() throws IOException {
        // Surefire runs in the module's folder.
        String pom = Files.readString(Path.of("..", "pom.xml"));
        assertThat(pom).contains("<version>" + VersionCommand.VERSION + "</version>");
    }

    @Test
    void everyCommandHasHelpThatNamesItsOptions() {
        for (Command command : Commands.all()) {
            Captured one = Captured.plain();
            String[] words = ("help " + command.spec().name()).split(" ");
            assertThat(one.run(words)).isZero();
            for (OptionGroup group : command.spec().groups()) {
                for (Option option : group.options()) {
                    assertThat(one.out()).contains(option.help());
                }
            }
            Captured other = Captured.plain();
            assertThat(other.run((command.spec().name() + " --help").split(" "))).isZero();
            assertThat(other.out()).isEqualTo(one.out());
        }
    }

    @Test
    void noTwoOptionsOfACommandAreCalledTheSame() {
        for (Command command : Commands.all()) {
            assertThat(command.spec().groups())
                    .flatExtracting(OptionGroup::options)
                    .extracting(Option::name)
                    .filteredOn(name -> !name.isEmpty())
                    .doesNotHaveDuplicates();
            assertThat(command.spec().groups())
                    .flatExtracting(OptionGroup::options)
                    .extracting(Option::letter)
                    .filteredOn(letter -> letter != 0)
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void anUnknownCommandNamesTheNearest() {
        assertThat(captured.run("trce")).isEqualTo(2);
        assertThat(captured.err())
                .isEqualTo("ERROR: unknown command 'trce'\nHINT: did you mean skep trace?\n");
    }

    @Test
    void halfACommandNamesTheWhole() {
        assertThat(captured.run("target")).isEqualTo(2);
        assertThat(captured.err())
                .isEqualTo("ERROR: unknown command 'target'\nHINT: there is skep target save\n");
    }

    @Test
    void anUnknownOptionOfTraceEndsAsInBpftrace() {
        assertThat(captured.run("trace", "--no-warning", "-e", "x")).isEqualTo(1);
        assertThat(captured.err())
                .isEqualTo(
                        """
                        ERROR: unknown option --no-warning
                        HINT: did you mean --no-warnings?
                        USAGE: skep trace [options] FILE | - | -e PROGRAM [PARAMETER…] [-- --NAME=VALUE…]
                        skep help trace shows the options.
                        """);
        assertThat(captured.out()).isEmpty();
    }

    @Test
    void traceWithoutAProgramSaysHowToGiveOne() {
        assertThat(captured.run("trace")).isEqualTo(1);
        assertThat(captured.err())
                .startsWith("skep trace: run a tracing program")
                .contains("USAGE: skep trace [options]", "--probe-filter REGEX");
    }

    @Test
    void traceWithAnEmptyProgramSaysSo() {
        assertThat(captured.run("trace", "-e", "")).isEqualTo(1);
        assertThat(captured.err()).startsWith("ERROR: USAGE: filename or -e 'program' required.\n");
    }

    @Test
    void helpOfALinkCalledBpftraceHasItsName() {
        Captured link = Captured.calledAs("bpftrace");
        assertThat(link.run("-h")).isZero();
        assertThat(link.out())
                .startsWith("bpftrace: run a tracing program")
                .contains("USAGE: bpftrace [options] FILE");
    }

    @Test
    void aMissingFile() {
        assertThat(captured.run("trace", "no/such/file.bt")).isEqualTo(1);
        assertThat(captured.err())
                .isEqualTo(
                        "ERROR: failed to open file 'no/such/file.bt': No such file or directory\n");
    }

    @Test
    void aProgramInPlaceOfAFile() {
        assertThat(captured.run("trace", "begin { exit(); }")).isEqualTo(1);
        assertThat(captured.err())
                .isEqualTo(
                        """
                        ERROR: there is no such file: begin { exit(); }
                        HINT: a program on the command line follows -e
                        """);
    }

    @Test
    void aFolderInPlaceOfAFile(@TempDir Path folder) {
        assertThat(captured.run("trace", folder.toString())).isEqualTo(1);
        assertThat(captured.err())
                .isEqualTo("ERROR: failed to open file '" + folder + "': Is a directory\n");
    }

    @Test
    void aTargetThatIsNone(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("t.zip"), "no zip file");
        assertThat(captured.run("trace", "-l", "--target", file.toString())).isEqualTo(1);
        assertThat(captured.err()).startsWith("ERROR: ").contains("t.zip").doesNotContain("\tat ");
    }

    @Test
    void anUnknownFormat() {
        assertThat(captured.run("trace", "-f", "yaml", "-e", "begin {}")).isEqualTo(1);
        assertThat(captured.err()).startsWith("ERROR: Invalid output format \"yaml\"\n");
    }

    @Test
    void aLinkCalledBpftraceIsTrace() {
        Captured link = Captured.calledAs("bpftrace");
        assertThat(link.run("no/such/file.bt")).isEqualTo(1);
        assertThat(link.err()).startsWith("ERROR: failed to open file 'no/such/file.bt'");
    }
}
