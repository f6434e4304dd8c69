package dev.skep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.sys.testkit.kernel.NeedsKernel;
import dev.skep.sys.testkit.kernel.WrittenNeeds;
import dev.skep.trace.run.CommandLine;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** The cases that are data, all in this process, through the command's own entry. */
@NeedsKernel
class LanguageCasesTest {

    private static final int LIMIT_SECONDS = 60;

    /** Runs only the cases whose name contains this. */
    private static final String WANTED = System.getProperty("skep.case", "");

    static List<LanguageCase> cases() {
        List<LanguageCase> cases = new ArrayList<>();
        for (LanguageCase each : LanguageCases.all()) {
            if (each.name().contains(WANTED) && WrittenNeeds.missing(each.needs()) == null) {
                cases.add(each);
            }
        }
        return cases;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    @Timeout(value = LIMIT_SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void itSaysWhatIsExpected(LanguageCase one, @TempDir Path folder) throws IOException {
        for (Map.Entry<String, String> file : one.files().entrySet()) {
            Files.writeString(folder.resolve(file.getKey()), file.getValue());
        }
        Captured captured = Captured.calledAs("bpftrace", one.environment());
        int exitCode = captured.run(commandLine(one, folder.toString()));
        String out = captured.out().replace(folder.toString(), "{folder}");
        LanguageCase.Expected expected = one.expected();
        String err = captured.err().replace(folder.toString(), "{folder}");
        if (!expected.err().toString().contains("Attached ")) {
            err = err.replaceFirst("(?m)^Attached \\d+ probes?\n", "");
        }
        String all = "exit code " + exitCode + "; out:\n" + out + "\nerr:\n" + err;
        assertThat(expected.err().accepts(err)).as("expected %s; %s", expected.err(), all).isTrue();
        assertThat(expected.out().accepts(out)).as("expected %s; %s", expected.out(), all).isTrue();
        assertThat(exitCode).as(all).isEqualTo(expected.exitCode());
        for (Map.Entry<String, String> file : expected.written().entrySet()) {
            byte[] bytes = Files.readAllBytes(folder.resolve(file.getKey()));
            assertThat(new String(bytes, StandardCharsets.UTF_8).stripTrailing())
                    .isEqualTo(file.getValue());
        }
        for (Map.Entry<String, String> file : expected.bytes().entrySet()) {
            byte[] bytes = Files.readAllBytes(folder.resolve(file.getKey()));
            assertThat(HexFormat.of().formatHex(bytes)).isEqualTo(file.getValue());
        }
    }

    private static String[] commandLine(LanguageCase one, String folder) {
        List<String> words =
                new ArrayList<>(CommandLine.split(one.args().replace("{folder}", folder)));
        if (!one.child().isEmpty()) {
            words.add("-c");
            words.add(one.child().replace("{folder}", folder));
        }
        if (!one.script().isEmpty()) {
            words.add("-e");
            words.add(one.script().replace("{folder}", folder));
        }
        words.addAll(CommandLine.split(one.operands()));
        return words.toArray(new String[0]);
    }
}
