package dev.skep.trace;

import dev.skep.bpf.asm.Code;
import dev.skep.bpf.asm.Disassembler;
import dev.skep.bpf.asm.JumpRangeException;
import dev.skep.bpf.asm.SourcePosition;
import dev.skep.bpf.spec.ObjectSpec;
import dev.skep.bpf.spec.ProgramSpec;
import dev.skep.bpf.target.Target;
import dev.skep.compiler.CallTable;
import dev.skep.compiler.CodegenOptions;
import dev.skep.compiler.Compiler;
import dev.skep.compiler.StackLimitException;
import dev.skep.trace.check.AstPrinter;
import dev.skep.trace.check.CheckedScript;
import dev.skep.trace.check.ScriptChecker;
import dev.skep.trace.lower.LoweredProgram;
import dev.skep.trace.lower.LoweredScript;
import dev.skep.trace.lower.LoweringOptions;
import dev.skep.trace.lower.ScriptLowering;
import dev.skep.trace.syntax.Problem;
import dev.skep.trace.syntax.SourceText;
import dev.skep.trace.syntax.Span;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * Makes programs of scripts, for a kernel that need not be the one that runs. Asks nothing but the
 * {@link Target}.
 */
public final class ScriptCompiler {

    private ScriptCompiler() {}

    /**
     * {@return a script as it can be loaded and run}
     *
     * @throws ScriptException if something is wrong with it; it has all that was found
     */
    public static CompiledScript compile(SourceText source, Target target, CompileOptions options) {
        CheckedScript checked = check(source, target, options);
        Generated generated = generate(checked, target, options);
        LoweredScript lowered = generated.lowered;
        List<ProgramSpec> programs = new ArrayList<>(generated.code.size());
        for (int i = 0; i < generated.code.size(); i++) {
            LoweredProgram program = lowered.programs().get(i);
            programs.add(
                    new ProgramSpec(
                            program.name(),
                            program.type(),
                            program.attachType(),
                            program.attachTo(),
                            generated.code.get(i),
                            0));
        }
        return new CompiledScript(
                checked.script().source(),
                new ObjectSpec("script", checked.config().license(), programs, lowered.maps()),
                lowered.schema(),
                lowered.plan(),
                checked.config().printMapsOnExit(),
                checked.config().missingProbes(),
                checked.config().symbolication().demangle(),
                checked.options(),
                checked.warnings());
    }

    /**
     * {@return what a script is at a stage, as text}
     *
     * @throws ScriptException if something is wrong with it
     */
    public static String show(
            CompileStage stage, SourceText source, Target target, CompileOptions options) {
        CheckedScript checked = check(source, target, options);
        if (stage == CompileStage.AST) {
            return AstPrinter.print(checked);
        }
        Generated generated = generate(checked, target, options);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < generated.code.size(); i++) {
            LoweredProgram program = generated.lowered.programs().get(i);
            if (!text.isEmpty()) {
                text.append('\n');
            }
            if (stage == CompileStage.IR) {
                text.append(Compiler.optimize(program.module()));
            } else {
                text.append(program.name()).append(":\n");
                text.append(
                        Disassembler.listing(generated.code.get(i), Disassembler.Style.ANNOTATED));
            }
        }
        return text.toString();
    }

    private static CheckedScript check(SourceText source, Target target, CompileOptions options) {
        return ScriptChecker.check(source, target, options.check());
    }

    /**
     * A script on its way to the kernel.
     *
     * @param lowered its programs
     * @param code the code of each
     */
    private record Generated(LoweredScript lowered, List<Code> code) {}

    private static Generated generate(
            CheckedScript checked, Target target, CompileOptions options) {
        int pages = checked.config().ringBufferPages();
        int stackBytes = LoweringOptions.MOST_STACK_BYTES;
        CallTable calls = CallTable.of(target);
        while (true) {
            LoweredScript lowered =
                    ScriptLowering.lower(
                            checked,
                            target,
                            new LoweringOptions(
                                    pages == 0 ? options.ringBufferPages() : pages,
                                    stackBytes,
                                    options.check().pid(),
                                    options.mode(),
                                    options.helperWarnings(),
                                    options.loadedBy() != CompileOptions.Loader.TARGET));
            try {
                for (LoweredProgram program : lowered.programs()) {
                    checkCalls(program, calls, checked.script().source());
                }
                return new Generated(
                        lowered, Generation.run(lowered.programs(), codegen(target, options)));
            } catch (JumpRangeException e) {
                throw tooFar(checked.script().source(), e);
            } catch (StackLimitException e) {
                // How much spilled registers take is known only when there is code.
                stackBytes /= 2;
                if (stackBytes < LoweringOptions.FEWEST_STACK_BYTES) {
                    throw e;
                }
            }
        }
    }

    /** Refuses what the kernel would: a helper that it has not, or not for this program. */
    private static void checkCalls(LoweredProgram program, CallTable calls, SourceText source) {
        CallTable.Refusal refusal = calls.refusal(program.module(), program.type());
        if (refusal != null) {
            Problem problem = Problem.error(span(source, refusal.position()), refusal.message());
            throw new ScriptException(source, List.of(problem));
        }
    }

    private static Span span(SourceText source, @Nullable SourcePosition position) {
        int start =
                position == null
                        ? 0
                        : source.offset(position.file(), position.line(), position.column());
        return new Span(start, start + 1);
    }

    private static ScriptException tooFar(SourceText source, JumpRangeException e) {
        Span span = span(source, e.position());
        Problem problem =
                Problem.error(
                        span,
                        "What may be passed over here is too long: more than 32767 instructions,"
                                + " which kernels before Linux 6.6 cannot jump");
        return new ScriptException(source, List.of(problem));
    }

    private static CodegenOptions codegen(Target target, CompileOptions options) {
        return options.loadedBy() == CompileOptions.Loader.EVERY_KERNEL
                ? CodegenOptions.DEFAULT
                : CodegenOptions.of(target);
    }
}
