package dev.skep.trace.lower;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.bpf.BpfObject;
import dev.skep.bpf.load.Loader;
import dev.skep.bpf.spec.ProgramSpec;
import dev.skep.bpf.target.Target;
import dev.skep.bpf.testkit.StoredTargets;
import dev.skep.sys.Kernel;
import dev.skep.sys.testkit.kernel.NeedsKernel;
import dev.skep.trace.CompileOptions;
import dev.skep.trace.CompiledScript;
import dev.skep.trace.ScriptCompiler;
import dev.skep.trace.syntax.SourceText;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;

/** The verifier takes the programs of every script. */
@NeedsKernel
class ScriptCasesKernelTest {

    static List<ScriptCases.Case> cases() {
        return ScriptCases.forRunningKernel("scripts.bt");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theKernelTakesIt(ScriptCases.Case script) {
        load(script, Target.running());
    }

    /** Fewer instructions, and a guard: the offsets of the stored kernel are those of 6.18. */
    @ParameterizedTest
    @MethodSource("cases")
    void theKernelTakesWhatIsMadeForAnOlderOne(ScriptCases.Case script) {
        load(script, StoredTargets.linux510());
    }

    private static void load(ScriptCases.Case script, Target compiledFor) {
        CompiledScript compiled =
                ScriptCompiler.compile(
                        new SourceText("test", script.script()),
                        compiledFor,
                        CompileOptions.DEFAULT);

        try (BpfObject object =
                Loader.load(compiled.object(), Target.running(), Kernel.running())) {
            for (ProgramSpec program : compiled.object().programs()) {
                assertThat(object.program(program.name()).fd()).isPositive();
            }
        }
    }
}
