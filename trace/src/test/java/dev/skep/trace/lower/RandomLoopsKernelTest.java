package dev.skep.trace.lower;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.bpf.testkit.Property;
import dev.skep.sys.testkit.kernel.NeedsKernel;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Loops in each other do in the kernel what they do in Java, and the verifier takes them. {@code
 * -Dskep.property.cases=10000} tries more, {@code -Dskep.property.seed=N} others.
 */
@NeedsKernel(version = "5.17")
class RandomLoopsKernelTest {

    @Test
    @Timeout(600)
    void theKernelAgreesWithJava() {
        Property.forAll(
                RandomLoops::of,
                script ->
                        assertThat(SessionRun.of(script.text()).lines())
                                .containsExactly(script.expected()));
    }
}
