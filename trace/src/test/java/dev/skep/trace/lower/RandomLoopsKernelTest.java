package dev.skep.trace.lower;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.bpf.VerifierException;
import dev.skep.bpf.testkit.Property;
import dev.skep.sys.testkit.kernel.NeedsKernel;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Loops in each other do in the kernel what they do in Java, and the verifier takes them. {@code
 * -Dskep.property.cases=1000} tries more, {@code -Dskep.property.seed=N} others.
 */
@NeedsKernel(version = "5.17")
class RandomLoopsKernelTest {
    private int run;
    private int tooComplex;

    @Test
    @Timeout(600)
    void theKernelAgreesWithJava() {
        Property.forAll(RandomLoops::of, this::check);

        assertThat(tooComplex).as("scripts that are too complex").isLessThan(1 + run / 50);
    }

    private void check(RandomLoops.Script script) {
        run++;
        try {
            assertThat(SessionRun.of(script.text()).lines()).containsExactly(script.expected());
        } catch (VerifierException e) {
            // Each turn of a while that is followed multiplies what is followed inside.
            if (!e.log().contains("too complex") && !e.log().contains("too large")) {
                throw e;
            }
            tooComplex++;
        }
    }
}
