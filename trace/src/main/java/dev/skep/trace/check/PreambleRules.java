package dev.skep.trace.check;

import dev.skep.bpf.btf.Btf;
import dev.skep.c.CDeclarations;
import dev.skep.c.CHeaders;
import dev.skep.c.CProblem;
import dev.skep.trace.syntax.Preamble;
import dev.skep.trace.syntax.Span;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads the C part of a script: its types and constants are there for the rest of it. */
final class PreambleRules {
    /** What scripts ask whether they need the kernel's headers. */
    private static final Map<String, String> HAVE_TYPES = Map.of("BPFTRACE_HAVE_BTF", "1");

    private PreambleRules() {}

    /**
     * @param imported headers that the script brings in by {@code import}
     */
    static void check(Analysis analysis, List<CHeaders.Header> imported) {
        Preamble preamble = analysis.script().preamble();
        CheckOptions.Headers given = analysis.options().headers();
        if (preamble == null && imported.isEmpty() && given.files().isEmpty()) {
            return;
        }
        Preamble read = preamble == null ? new Preamble(new Span(0, 0), "") : preamble;
        HeaderFiles files = new HeaderFiles(analysis.script().source().name(), given.folders());
        List<CHeaders.Header> first = new ArrayList<>(imported);
        for (String name : given.files()) {
            CHeaders.Header header = files.find(name, false, "");
            if (header == null) {
                analysis.problems().error(new Span(0, 1), "'" + name + "' file not found");
            } else {
                first.add(header);
            }
        }
        Btf kernel = analysis.target().btf().orElse(null);
        CDeclarations declarations =
                CDeclarations.read(
                        read.text(), kernel, kernel == null ? Map.of() : HAVE_TYPES, files, first);
        analysis.namedTypes().declare(declarations);
        for (CProblem problem : declarations.problems()) {
            Span place = place(read, problem);
            if (problem.error()) {
                analysis.problems().error(place, problem.message());
            } else {
                analysis.problems().warning(place, problem.message());
            }
        }
    }

    private static Span place(Preamble preamble, CProblem problem) {
        int offset = preamble.span().start();
        int end = Math.clamp(problem.end(), 1, Math.max(1, preamble.text().length()));
        return new Span(offset + Math.min(problem.start(), end - 1), offset + end);
    }
}
