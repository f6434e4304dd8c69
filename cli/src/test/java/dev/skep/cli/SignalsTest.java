package dev.skep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.sys.testkit.kernel.NeedsCheckout;
import dev.skep.sys.testkit.kernel.NeedsKernel;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A trace is ended from outside. */
@NeedsKernel
@NeedsCheckout
class SignalsTest {

    /**
     * Starts a trace in the background of a script, where SIGINT is ignored, and signals it once it
     * runs.
     */
    private static String signalled(String signal) {
        return """
        out=$(mktemp)
        "$SKEP" trace -e 'begin { @started = 1; } interval:ms:100 { @ticks = count(); }' >"$out.data" 2>"$out" &
        pid=$!
        for ((i = 0; i < 300; i++)); do grep -q Attached "$out" && break; sleep 0.1; done
        sleep 0.5
        kill -%s $pid
        wait $pid
        code=$?
        cat "$out.data"; cat "$out" >&2; rm -f "$out" "$out.data"
        exit $code
        """
                .formatted(signal);
    }

    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM"})
    void aSignalEndsTheTraceAndShowsItsMaps(String signal) {
        Skep.Result result = Skep.shell(signalled(signal)).succeeded();
        assertThat(result.out())
                .startsWith("\n\n@started: 1\n")
                .containsPattern("(?m)^@ticks: [1-9]\\d*$");
        assertThat(result.err()).isEqualTo("Attached 2 probes\n");
    }

    /** As timeout sends them: to the command, then to its group. */
    @Test
    void twoSignalsThatComeTogetherAreOne() {
        Skep.Result result =
                Skep.shell(signalled("INT").replace("kill -INT $pid", "kill -INT $pid $pid"));
        assertThat(result.succeeded().out()).startsWith("\n\n@started: 1\n");
    }

    @Test
    void aProbeSeesTheSignalToTheTool() {
        Skep.Result result =
                Skep.shell(
                        """
                        out=$(mktemp)
                        "$SKEP" trace -e 'self:signal:SIGUSR1 { printf("%s %s %d\\n", probe, probetype, pid == tid); exit(4); }' >"$out.data" 2>"$out" &
                        pid=$!
                        for ((i = 0; i < 300; i++)); do grep -q Attached "$out" && break; sleep 0.1; done
                        kill -USR1 $pid
                        wait $pid
                        code=$?
                        cat "$out.data"; rm -f "$out" "$out.data"
                        exit $code
                        """);
        assertThat(result.out()).isEqualTo("self:signal:SIGUSR1 special 1\n\n\n");
        assertThat(result.exitCode()).isEqualTo(4);
    }

    @Test
    void theSignalIsPassedOverWithoutSuchAProbe() {
        Skep.Result result =
                Skep.shell(signalled("USR1").replace("wait $pid", "kill -INT $pid; wait $pid"));
        assertThat(result.succeeded().out()).startsWith("\n\n@started: 1\n");
    }

    @Test
    void aCommandThatIsStillRunningGoesWithTheTrace() {
        Skep.Result result =
                Skep.shell(
                        """
                        out=$(mktemp)
                        "$SKEP" trace -e 'interval:ms:100 { @ticks = count(); }' -c 'sleep 1234.5' >/dev/null 2>"$out" &
                        pid=$!
                        for ((i = 0; i < 300; i++)); do grep -q Attached "$out" && break; sleep 0.1; done
                        kill -INT $pid
                        wait $pid
                        code=$?
                        rm -f "$out"
                        sleep 0.2
                        pgrep -fx 'sleep 1234[.]5'
                        exit $code
                        """);
        assertThat(result.succeeded().out()).isEmpty();
    }

    @Test
    void nothingIsLeftInTheKernelAfterTheWorstEnd() {
        Skep.Result result =
                Skep.shell(
                        """
                        out=$(mktemp)
                        "$SKEP" trace -e 'interval:ms:100 { @ticks_of_the_killed = count(); }' >/dev/null 2>"$out" &
                        pid=$!
                        for ((i = 0; i < 300; i++)); do grep -q Attached "$out" && break; sleep 0.1; done
                        kill -KILL $pid
                        wait $pid
                        rm -f "$out"
                        sleep 1
                        PATH=$PATH:/usr/sbin bpftool map show | grep -c 'name ticks_of_the' || true
                        """);
        assertThat(result.out()).isEqualTo("0\n");
    }
}
