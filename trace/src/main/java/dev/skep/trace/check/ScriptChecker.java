package dev.skep.trace.check;

import dev.skep.bpf.target.Target;
import dev.skep.c.CHeaders;
import dev.skep.trace.ScriptException;
import dev.skep.trace.syntax.Import;
import dev.skep.trace.syntax.MapDeclaration;
import dev.skep.trace.syntax.Parser;
import dev.skep.trace.syntax.Problem;
import dev.skep.trace.syntax.Script;
import dev.skep.trace.syntax.SourceText;
import dev.skep.trace.syntax.Span;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** Finds out what a script means, or what is wrong with it. */
public final class ScriptChecker {
    private ScriptChecker() {}

    /**
     * What was found.
     *
     * @param script the syntax tree; of a text that can't be read, what could be read of it
     * @param checked what the script means; null if there is an error
     * @param problems errors and warnings in the order of the text
     */
    public record Result(Script script, @Nullable CheckedScript checked, List<Problem> problems) {
        public Result {
            problems = List.copyOf(problems);
        }
    }

    /**
     * {@return what a script means}
     *
     * @param source its text
     * @param target the kernel that it is for
     * @param options what was said beside it
     * @throws ScriptException if anything is wrong with it
     */
    public static CheckedScript check(SourceText source, Target target, CheckOptions options) {
        Result result = analyse(source, target, options);
        CheckedScript checked = result.checked();
        if (checked == null) {
            throw new ScriptException(result.script().source(), result.problems());
        }
        return checked;
    }

    /**
     * {@return what a script means, and all that is wrong with it} Whatever the text is, that takes
     * time in proportion to it, and nothing is thrown because of it.
     *
     * @param source its text
     * @param target the kernel that it is for
     * @param options what was said beside it
     */
    public static Result analyse(SourceText source, Target target, CheckOptions options) {
        Parser.Result parsed = Parser.parse(source);
        if (!parsed.problems().isEmpty()) {
            return new Result(parsed.script(), null, parsed.problems());
        }
        ImportResolver.Result whole = ImportResolver.resolve(parsed.script());
        if (!whole.problems().isEmpty()) {
            return new Result(whole.script(), null, whole.problems());
        }
        var analysis = new Analysis(whole.script(), target, options);
        // A macro that can't be expanded is said to be so once.
        boolean expanded = !analysis.problems().failed();
        boolean settled = infer(analysis, whole.headers());
        while (!settled && expanded) {
            analysis = new Analysis(analysis);
            settled = infer(analysis, whole.headers());
        }
        Problems problems = analysis.problems();
        FlowWarnings.check(analysis);
        AssignmentWarnings.check(analysis);
        warnOfUnused(analysis);
        refuseOtherKinds(analysis);
        CheckedScript checked = problems.failed() ? null : analysis.result();
        return new Result(analysis.script(), checked, problems.sorted());
    }

    /**
     * Finds out what names and expressions mean.
     *
     * @return false if it is to be done once more, as more is known of what is part of the script
     */
    private static boolean infer(Analysis analysis, List<CHeaders.Header> headers) {
        Problems problems = analysis.problems();
        PreambleRules.check(analysis, headers);
        checkImports(analysis);
        NameResolver.resolve(analysis);
        AttachPointResolver.resolve(analysis);
        if (analysis.probes().isEmpty() && !problems.failed()) {
            problems.error(new Span(0, 1), "No probes to attach");
        }
        return Typing.run(analysis);
    }

    private static void checkImports(Analysis analysis) {
        var unstable = new UnstableFeatures(analysis.problems());
        for (Import line : analysis.script().imports()) {
            unstable.use(
                    line.span(),
                    "import_statement",
                    analysis.config().unstable().importStatement());
        }
    }

    private static void warnOfUnused(Analysis analysis) {
        for (MapDeclaration declaration : analysis.script().mapDeclarations()) {
            if (!analysis.maps().containsKey(declaration.name())) {
                analysis.problems()
                        .warning(
                                analysis.script().source().withSemicolon(declaration.span()),
                                "Unused map: " + declaration.name());
            }
        }
    }

    /**
     * Of a plain value for each CPU nobody could say which one is meant; what is gathered without a
     * lock is there for each CPU.
     */
    private static void refuseOtherKinds(Analysis analysis) {
        for (GlobalMap map : analysis.maps().values()) {
            MapDeclaration declaration = map.declaration();
            MapKind kind = declaration == null ? null : MapKind.of(declaration.kind());
            Shape value = map.value().shape();
            if (declaration != null
                    && kind != null
                    && value != null
                    && kind.perCpu() != value.type() instanceof ScriptType.Aggregate) {
                analysis.problems()
                        .error(
                                declaration.kindSpan(),
                                "Incompatible map types. Type from declaration: "
                                        + declaration.kind()
                                        + ". Type from value/key type: "
                                        + (kind.perCpu() ? "hash" : "percpuhash"),
                                "for each CPU there is what count(), sum() and their like gather,"
                                        + " and nothing else");
            }
        }
    }
}
