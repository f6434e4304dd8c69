package dev.skep.compiler.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.bpf.asm.Code;
import dev.skep.bpf.asm.Disassembler;
import dev.skep.bpf.asm.Instruction;
import dev.skep.bpf.testkit.Property;
import dev.skep.compiler.CodegenOptions;
import dev.skep.compiler.Compiler;
import dev.skep.compiler.IsaLevel;
import dev.skep.compiler.StackLimitException;
import dev.skep.compiler.ir.Function;
import dev.skep.compiler.ir.IrParser;
import dev.skep.compiler.ir.Module;
import dev.skep.compiler.ir.ModuleChecker;
import dev.skep.compiler.pass.BranchSimplification;
import dev.skep.compiler.pass.CommonSubexpressions;
import dev.skep.compiler.pass.ConstantPropagation;
import dev.skep.compiler.pass.CopyPropagation;
import dev.skep.compiler.pass.DeadCodeElimination;
import dev.skep.compiler.pass.DeadStoreElimination;
import dev.skep.compiler.pass.DominatingConditions;
import dev.skep.compiler.pass.Pass;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Random programs give the same when their text is read back, after every pass, and as code. {@code
 * -Dskep.property.cases=10000} tries more, {@code -Dskep.property.seed=N} others.
 */
class RandomProgramsTest {
    private static final List<Pass> PASSES =
            List.of(
                    new ConstantPropagation(),
                    new CopyPropagation(),
                    new CommonSubexpressions(),
                    new DominatingConditions(),
                    new DeadCodeElimination(),
                    new DeadStoreElimination(),
                    new BranchSimplification());

    private int compiled;
    private int tooLarge;
    private int tooLong;

    @Test
    void whateverIsDoneToAProgramItDoesTheSame() {
        Property.forAll(RandomFunction::of, this::check);

        assertThat(tooLarge).as("programs that did not fit the stack").isLessThan(compiled / 10);
        assertThat(tooLong).as("programs that took too long").isLessThan(compiled / 100 + 1);
    }

    private void check(Module function) {
        assertThat(ModuleChecker.problems(function)).isEmpty();
        assertThat(IrParser.parse(function.toString())).hasToString(function.toString());
        long[][] contexts = contexts();
        long[] expected = new long[contexts.length];
        try {
            for (int i = 0; i < contexts.length; i++) {
                expected[i] = IrInterpreter.run(function, contexts[i]);
            }
        } catch (IrInterpreter.TooManySteps _) {
            tooLong++;
            return;
        }
        checkCode(function, contexts, expected);
        for (Pass pass : PASSES) {
            checkIr(after(pass, function), contexts, expected);
        }
        Module optimized = Compiler.optimize(function);
        checkIr(optimized, contexts, expected);
        checkCode(optimized, contexts, expected);
    }

    private static Module after(Pass pass, Module module) {
        List<Function> functions = new ArrayList<>();
        for (Function function : module.functions()) {
            functions.add(pass.run(function));
        }
        return new Module(functions);
    }

    private static void checkIr(Module function, long[][] contexts, long[] expected) {
        assertThat(ModuleChecker.problems(function)).isEmpty();
        for (int i = 0; i < contexts.length; i++) {
            assertThat(IrInterpreter.run(function, contexts[i]))
                    .as(() -> "result of\n" + function)
                    .isEqualTo(expected[i]);
        }
    }

    private void checkCode(Module function, long[][] contexts, long[] expected) {
        for (CodegenOptions options : Flavors.ALL) {
            Code code = generate(function, options);
            if (code == null) {
                continue;
            }
            if (options.level() == IsaLevel.V3) {
                assertThat(code.elements()).noneMatch(element -> isV4(element.instruction()));
            }
            for (int i = 0; i < contexts.length; i++) {
                assertThat(run(code, contexts[i]))
                        .as(() -> options + " code of\n" + function + "\n" + listing(code))
                        .isEqualTo(Long.toString(expected[i]));
            }
        }
    }

    /** {@return the code, or null if the function does not fit the stack} */
    private @Nullable Code generate(Module function, CodegenOptions options) {
        compiled++;
        try {
            return Compiler.generate(function, options);
        } catch (StackLimitException _) {
            tooLarge++;
            return null;
        }
    }

    private static String listing(Code code) {
        return Disassembler.listing(code, Disassembler.Style.ANNOTATED);
    }

    /** {@return whether kernels before Linux 6.6 do not know an instruction} */
    private static boolean isV4(Instruction instruction) {
        return switch (instruction) {
            case Instruction.Alu alu ->
                    switch (alu.operation()) {
                        case SDIV, SMOD, MOVSX8, MOVSX16, MOVSX32 -> true;
                        case ADD, SUB, MUL, DIV, OR, AND, LSH, RSH, ARSH, MOD, XOR, MOV -> false;
                    };
            case Instruction.Load load -> load.signed();
            case Instruction.Goto jump -> jump.wide();
            case Instruction.ByteSwap swap -> swap.kind() == Instruction.ByteSwap.Kind.ALWAYS;
            case Instruction.Negate _,
                    Instruction.Store _,
                    Instruction.Atomic _,
                    Instruction.LoadImmediate64 _,
                    Instruction.JumpIf _,
                    Instruction.Call _,
                    Instruction.Exit _ ->
                    false;
            default -> true;
        };
    }

    /** {@return the result, or what is wrong on the way to it} */
    private static String run(Code code, long[] context) {
        try {
            return Long.toString(BpfInterpreter.run(code, context));
        } catch (IllegalStateException e) {
            return e.toString();
        }
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
