package dev.skep.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.bpf.testkit.TestTarget;

import org.junit.jupiter.api.Test;

class CodegenOptionsTest {

    @Test
    void kernelsGetTheInstructionsThatTheyHave() {
        assertThat(of("5.10.0")).isEqualTo(CodegenOptions.DEFAULT);
        assertThat(of("6.5.13")).isEqualTo(CodegenOptions.DEFAULT);
        assertThat(of("6.6.0")).isEqualTo(new CodegenOptions(IsaLevel.V4, false));
        assertThat(of("6.11.2")).isEqualTo(new CodegenOptions(IsaLevel.V4, false));
        assertThat(of("6.12.0")).isEqualTo(new CodegenOptions(IsaLevel.V4, true));
        assertThat(of("7.2.1")).isEqualTo(new CodegenOptions(IsaLevel.V4, true));
    }

    private static CodegenOptions of(String release) {
        return CodegenOptions.of(TestTarget.of(release));
    }
}
