package dev.skep.compiler.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.bpf.asm.Code;
import dev.skep.bpf.asm.Disassembler;
import dev.skep.compiler.CodegenOptions;
import dev.skep.compiler.IsaLevel;
import dev.skep.compiler.StackLimitException;
import dev.skep.compiler.codegen.CodeGenerator;
import dev.skep.compiler.ir.Function;
import dev.skep.compiler.ir.IrChecker;
import dev.skep.compiler.ir.IrParser;
import dev.skep.compiler.pass.BranchSimplification;
import dev.skep.compiler.pass.ConstantPropagation;
import dev.skep.compiler.pass.CopyPropagation;
import dev.skep.compiler.pass.DeadCodeElimination;
import dev.skep.compiler.pass.Pass;
import dev.skep.compiler.pass.Pipeline;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.SplittableRandom;

/**
 * Random programs give the same as text read back, after every pass, and as code. {@code
 * -Dskep.cases=10000} tries more, {@code -Dskep.seed=N} others. A failing one is shrunk before it
 * is shown.
 */
class RandomProgramsTest {
    private static final int CASES = Integer.getInteger("skep.cases", 300);
    private static final long FIRST_SEED = Long.getLong("skep.seed", 1);
    private static final String FINE = "";

    private static final List<Pass> PASSES =
            List.of(
                    new ConstantPropagation(),
                    new CopyPropagation(),
                    new DeadCodeElimination(),
                    new BranchSimplification(),
                    Pipeline.standard()::run);

    private int tooLarge;

    @Test
    void whateverIsDoneToAProgramItDoesTheSame() {
        for (long seed = FIRST_SEED; seed < FIRST_SEED + CASES; seed++) {
            Choices choices = Choices.random(seed, 40 + 60 * (int) (seed % 10));
            if (!problem(choices.again()).equals(FINE)) {
                Choices smallest =
                        choices.shrink(candidate -> !problem(candidate.again()).equals(FINE));
                throw new AssertionError(
                        "seed " + seed + " with " + smallest + "\n" + problem(smallest.again()));
            }
        }
        assertThat(tooLarge).as("programs that did not fit the stack").isLessThan(1 + CASES / 10);
    }

    /** {@return what is wrong with the program of some choices, or {@link #FINE}} */
    private String problem(Choices choices) {
        Function function = RandomFunction.of(choices);
        try {
            IrChecker.check(function);
            long[][] contexts = contexts();
            long[] expected = new long[contexts.length];
            for (int i = 0; i < contexts.length; i++) {
                expected[i] = IrInterpreter.run(function, contexts[i]);
            }
            if (!IrParser.parseFunction(function.toString())
                    .toString()
                    .equals(function.toString())) {
                return "does not read back as it was written:\n" + function;
            }
            String problem = code(function, contexts, expected);
            for (int i = 0; problem.equals(FINE) && i < PASSES.size(); i++) {
                problem = pass(PASSES.get(i), function, contexts, expected);
            }
            return problem;
        } catch (RuntimeException | AssertionError e) {
            return e + "\n" + List.of(e.getStackTrace()) + "\n" + function;
        }
    }

    private String pass(Pass pass, Function function, long[][] contexts, long[] expected) {
        Function after = IrChecker.check(pass.run(function));
        for (int i = 0; i < contexts.length; i++) {
            long actual = IrInterpreter.run(after, contexts[i]);
            if (actual != expected[i]) {
                return pass
                        + " makes "
                        + actual
                        + " of "
                        + expected[i]
                        + ":\n"
                        + function
                        + "\nbecame\n"
                        + after;
            }
        }
        return after == function ? FINE : code(after, contexts, expected);
    }

    private String code(Function function, long[][] contexts, long[] expected) {
        for (IsaLevel level : IsaLevel.values()) {
            Code code;
            try {
                code = CodeGenerator.generate(function, new CodegenOptions(level));
            } catch (StackLimitException _) {
                tooLarge++;
                return FINE;
            }
            for (int i = 0; i < contexts.length; i++) {
                String actual;
                try {
                    actual = Long.toString(BpfInterpreter.run(code, contexts[i]));
                } catch (IllegalStateException e) {
                    actual = e.toString();
                }
                if (!actual.equals(Long.toString(expected[i]))) {
                    return level
                            + " code gives "
                            + actual
                            + ", not "
                            + expected[i]
                            + ":\n"
                            + function
                            + "\n"
                            + Disassembler.listing(code, Disassembler.Style.ANNOTATED);
                }
            }
        }
        return FINE;
    }

    /** {@return inputs: all zeros, all ones, and some random ones} */
    private static long[][] contexts() {
        long[][] contexts = new long[4][RandomFunction.CONTEXT_WORDS];
        SplittableRandom random = new SplittableRandom(42);
        for (int i = 0; i < RandomFunction.CONTEXT_WORDS; i++) {
            contexts[1][i] = -1;
            contexts[2][i] = random.nextLong();
            contexts[3][i] = random.nextInt(5);
        }
        return contexts;
    }
}
