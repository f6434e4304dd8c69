package dev.skep.trace.lower;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.bpf.BpfObject;
import dev.skep.bpf.load.Loader;
import dev.skep.bpf.target.Target;
import dev.skep.sys.Kernel;
import dev.skep.sys.testkit.kernel.NeedsKernel;
import dev.skep.trace.CompileOptions;
import dev.skep.trace.CompiledScript;
import dev.skep.trace.ScriptCompiler;
import dev.skep.trace.syntax.SourceText;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The verifier takes the programs of every script. */
@NeedsKernel
class ScriptCasesKernelTest {

    static List<ScriptCases.Case> cases() {
        return ScriptCases.all();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theKernelTakesIt(ScriptCases.Case script) {
        CompiledScript compiled =
                ScriptCompiler.compile(
                        new SourceText("test", script.script()),
                        Target.running(),
                        CompileOptions.DEFAULT);

        try (BpfObject object =
                Loader.load(compiled.object(), Target.running(), Kernel.running())) {
            assertThat(object.program(compiled.object().programs().getFirst().name())).isNotNull();
        }
    }
}
