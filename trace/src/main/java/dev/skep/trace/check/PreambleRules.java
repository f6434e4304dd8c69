package dev.skep.trace.check;

import dev.skep.bpf.btf.Btf;
import dev.skep.c.CDeclarations;
import dev.skep.c.CProblem;
import dev.skep.trace.syntax.Preamble;
import dev.skep.trace.syntax.Span;

import java.util.Map;

/** Reads the C part of a script: its types and constants are there for the rest of it. */
final class PreambleRules {
    /** What scripts ask whether they need the kernel's headers. */
    private static final Map<String, String> HAVE_TYPES = Map.of("BPFTRACE_HAVE_BTF", "1");

    private PreambleRules() {}

    static void check(Analysis analysis) {
        Preamble preamble = analysis.script().preamble();
        if (preamble == null) {
            return;
        }
        Btf kernel = analysis.target().btf().orElse(null);
        CDeclarations declarations =
                CDeclarations.read(preamble.text(), kernel, kernel == null ? Map.of() : HAVE_TYPES);
        analysis.namedTypes().declare(declarations);
        for (CProblem problem : declarations.problems()) {
            Span place = place(preamble, problem);
            if (problem.error()) {
                analysis.problems().error(place, problem.message());
            } else {
                analysis.problems().warning(place, problem.message());
            }
        }
    }

    private static Span place(Preamble preamble, CProblem problem) {
        int offset = preamble.span().start();
        int end = Math.clamp(problem.end(), 1, preamble.text().length());
        return new Span(offset + Math.min(problem.start(), end - 1), offset + end);
    }
}
