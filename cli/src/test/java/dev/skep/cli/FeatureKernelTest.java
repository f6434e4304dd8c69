package dev.skep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.sys.testkit.kernel.NeedsCheckout;
import dev.skep.sys.testkit.kernel.NeedsKernel;

import org.junit.jupiter.api.Test;

/** What {@code ./skep feature} says of the running kernel. */
@NeedsKernel
@NeedsCheckout
class FeatureKernelTest {

    @Test
    void everythingIsTriedAndAnswered() {
        String out = Skep.run("feature").succeeded().out();
        assertThat(out)
                .startsWith("Linux ")
                .containsSubsequence(
                        "\nProgram types\n", "\nMap types\n", "\nInstructions\n", "\nAttaching\n")
                .containsPattern("(?m)^  hash +yes  3\\.19$")
                .containsPattern("(?m)^  tracepoint +yes  4\\.7$");
        assertThat(out.lines()).allMatch(line -> line.length() <= 80);
    }

    @Test
    void helpersAreShownByProgramType() {
        String out = Skep.run("feature", "--helpers", "xdp", "xdp_*").succeeded().out();
        assertThat(out).containsPattern("(?m)^  xdp_adjust_head in xdp +yes  4\\.10$");
    }

    @Test
    void withoutRootNothingIsCalledMissing() {
        Skep.Result result =
                Skep.shell(
                        "exec setpriv --reuid 65534 --regid 65534 --clear-groups \"$SKEP\" feature --wide kprobe hash");
        assertThat(result.succeeded().out())
                .containsPattern("(?m)^  hash +\\?    3\\.19  EPERM .*root");
    }
}
