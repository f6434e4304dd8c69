package dev.skep.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

@Timeout(120)
class GuestTest {

    private static final String BOOTED = new GuestEvent.Booted("6.1", "Linux").line();
    private static final String BEGAN = new GuestEvent.Began("id", "A.b").line();
    private static final String PASSED = new GuestEvent.Passed("id", "A.b", 5).line();
    private static final String FAILED = new GuestEvent.Failed("id", "A.b", 5).line();
    private static final String DETAIL = new GuestEvent.Detail("because").line();
    private static final String LEFT_OUT = new GuestEvent.LeftOut("other", "why").line();
    private static final String ENDED = new GuestEvent.Ended().line();

    @TempDir private Path folder;

    private final List<GuestEvent> heard = new ArrayList<>();
    private Duration boot = Duration.ofMinutes(1);
    private Duration silence = Duration.ofMinutes(1);
    private Duration total = Duration.ofSeconds(90);

    private GuestReport run(String... lines) throws Exception {
        Path log = folder.resolve("output.log");
        Guest guest = new Guest(FakeMachine.command(List.of(lines)), log, boot, silence, total);
        GuestReport report = guest.run(heard::add);
        assertThat(Files.readAllLines(log)).isSubsetOf(lines);
        return report;
    }

    @Test
    void aMachineThatEndsWellHasNoProblem() throws Exception {
        GuestReport report =
                run(
                        "noise", BOOTED, BEGAN, "noise", PASSED, FAILED, DETAIL, LEFT_OUT, ENDED,
                        "hang");
        assertThat(report.problem()).isNull();
        assertThat(report.passed()).isOne();
        assertThat(report.leftOut()).isOne();
        assertThat(report.failures())
                .containsExactly(new GuestReport.Failure("A.b", List.of("because")));
        assertThat(report.ran()).containsExactly("id", "id");
        assertThat(heard).hasSize(7);
    }

    @Test
    void aPanicEndsItBeforeItsTests() throws Exception {
        assertThat(run("Kernel panic - not syncing").problem())
                .isEqualTo("ended before its tests began");
    }

    @Test
    void aCrashOfTheRuntimeEndsItInTheMiddle() throws Exception {
        GuestReport report = run(BOOTED, PASSED, BEGAN);
        assertThat(report.problem())
                .isEqualTo("ended before its tests did; the last it did was A.b");
        assertThat(report.passed()).isOne();
    }

    @Test
    void aMachineThatRunsNothingHasFailed() throws Exception {
        assertThat(run(BOOTED, ENDED).problem()).isEqualTo("reported no test");
        assertThat(run(BOOTED, LEFT_OUT, ENDED).problem()).isNull();
    }

    @Test
    void aMachineThatDoesNotBootIsEnded() throws Exception {
        boot = Duration.ofSeconds(2);
        assertThat(run("loading", "hang").problem())
                .isEqualTo("said nothing for 2 s; the last it did was booting");
    }

    @Test
    void aMachineThatFallsSilentIsEnded() throws Exception {
        silence = Duration.ofSeconds(2);
        assertThat(run(BOOTED, BEGAN, "noise", "hang").problem())
                .isEqualTo("said nothing for 2 s; the last it did was A.b");
    }

    @Test
    void aMachineThatTakesTooLongIsEnded() throws Exception {
        total = Duration.ofSeconds(3);
        assertThat(run(BOOTED, PASSED, "hang").problem()).startsWith("did not end in 3 s");
    }
}
