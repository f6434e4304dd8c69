package dev.skep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.sys.testkit.kernel.NeedsCheckout;
import dev.skep.sys.testkit.kernel.NeedsKernel;

import org.junit.jupiter.api.Test;

/** What a person gets for a mistake: a sentence, a place, a way on, and never a stack trace. */
@NeedsKernel
@NeedsCheckout
class WrongUseTest {

    @Test
    void aMisspeltProbeNamesTheNearest() {
        Skep.Result result =
                Skep.trace(
                                "tracepoint:syscalls:sys_enter_opnat { printf(\"%s\\n\", str(args.filename)); }")
                        .failed(1);
        assertThat(result.err())
                .startsWith(
                        """
                        stdin:1:1-36: ERROR: No matches for tracepoint syscalls:sys_enter_opnat.
                        tracepoint:syscalls:sys_enter_opnat { printf("%s\\n", str(args.filename)); }
                        ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
                        HINT: did you mean tracepoint:syscalls:sys_enter_openat?
                        """);
        assertThat(result.out()).isEmpty();
    }

    @Test
    void aTypeErrorPointsAtTheExpression() {
        Skep.Result result = Skep.trace("begin { @a = 1; @a = \"x\"; }").failed(1);
        assertThat(result.err())
                .containsPattern("(?m)^stdin:1:17-\\d+: ERROR: Type mismatch for @a: ")
                .contains("\nbegin { @a = 1; @a = \"x\"; }\n                ~");
    }

    @Test
    void anUnfinishedStringTellsWhereItBegins() {
        Skep.Result result = Skep.trace("begin { printf(\"hi); }").failed(1);
        assertThat(result.err())
                .startsWith("stdin:1:23-23: ERROR: syntax: unterminated string\n")
                .endsWith("\nHINT: it begins at 1:16\n");
    }

    @Test
    void severalMistakesAreAllShown() {
        Skep.Result result = Skep.trace("begin { $x = y; } interval:s:1 { nosuch(); }").failed(1);
        assertThat(result.err().split("ERROR: ")).as(result.err()).hasSizeGreaterThanOrEqualTo(3);
    }

    @Test
    void withoutRootItSaysWhatIsMissing() {
        Skep.Result result =
                Skep.shell(
                        "exec setpriv --reuid 65534 --regid 65534 --clear-groups"
                                + " \"$SKEP\" trace -e 'begin { printf(\"hi\\n\"); }'");
        result.failed(255);
        assertThat(result.err()).startsWith("ERROR: ").containsPattern("root|CAP_|sudo|privilege");
        assertThat(result.err().lines()).hasSizeLessThanOrEqualTo(3);
        assertThat(result.out()).isEmpty();
    }

    @Test
    void anUnknownOption() {
        Skep.Result result = Skep.trace("begin { }", "--no-warning").failed(1);
        assertThat(result.err())
                .startsWith(
                        "ERROR: unknown option --no-warning\nHINT: did you mean --no-warnings?\nUSAGE: ");
    }

    @Test
    void aMissingFile() {
        assertThat(Skep.run("trace", "/no/such/file.bt").failed(1).err())
                .isEqualTo(
                        "ERROR: failed to open file '/no/such/file.bt': No such file or directory\n");
    }

    @Test
    void aMissingCommand() {
        assertThat(Skep.trace("begin { }", "-c", "/no/such/command").failed(1).err())
                .contains("ERROR: ", "/no/such/command");
    }

    @Test
    void anUnknownCommand() {
        assertThat(Skep.run("trcae").failed(2).err())
                .isEqualTo("ERROR: unknown command 'trcae'\nHINT: did you mean skep trace?\n");
    }

    @Test
    void theReaderIsGone() {
        Skep.Result result =
                Skep.shell(
                        "set -o pipefail; \"$SKEP\" trace -e 'interval:ms:10 { printf(\"tick\\n\"); }' | head -1");
        assertThat(result.succeeded().out()).isEqualTo("tick\n");
        assertThat(result.err()).isEqualTo("Attached 1 probe\n");
    }

    @Test
    void theDiskIsFull() {
        Skep.Result result =
                Skep.shell("\"$SKEP\" trace -e 'begin { printf(\"hi\\n\"); exit(); }' > /dev/full");
        result.failed(1);
        assertThat(result.err())
                .contains("ERROR: cannot write the output: No space left on device");
    }

    @Test
    void noColourIntoAPipeOrFile() {
        assertThat(Skep.trace("begin { nosuch(); }").failed(1).err()).doesNotContain("\u001b");
        assertThat(
                        Skep.shell("BPFTRACE_COLOR=always \"$SKEP\" trace -e 'begin { nosuch(); }'")
                                .failed(1)
                                .err())
                .contains("\u001b[31mERROR\u001b[0m: ");
    }

    @Test
    void colourOnATerminalUnlessForbidden() {
        // script(1) runs its command on a terminal of its own, with standard output and standard
        // error the same.
        String onTerminal = "script -qec \"$SKEP trace -e 'begin { nosuch(); }'\" /dev/null";
        assertThat(Skep.shell(onTerminal).out()).contains("\u001b[31mERROR\u001b[0m: ");
        assertThat(Skep.shell("NO_COLOR=1 " + onTerminal).out())
                .contains("ERROR: ")
                .doesNotContain("\u001b[31m");
    }
}
