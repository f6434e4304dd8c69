package dev.skep.trace;

import dev.skep.bpf.BpfException;
import dev.skep.trace.syntax.Problem;
import dev.skep.trace.syntax.SourceText;

import java.util.List;

/** A script that can't be compiled. The message is the first error with its place. */
public final class ScriptException extends BpfException {
    private static final long serialVersionUID = 1L;

    private final transient SourceText source;
    private final transient List<Problem> problems;

    /** Creates an exception for {@code problems}, of which at least one is an error. */
    public ScriptException(SourceText source, List<Problem> problems) {
        super(firstError(source, problems));
        this.source = source;
        this.problems = List.copyOf(problems);
    }

    /** {@return the script} */
    public SourceText source() {
        return source;
    }

    /** {@return all errors and warnings in the order of the text} */
    public List<Problem> problems() {
        return problems;
    }

    private static String firstError(SourceText source, List<Problem> problems) {
        for (Problem problem : problems) {
            if (problem.severity() == Problem.Severity.ERROR) {
                int start = problem.span().start();
                return source.nameAt(start)
                        + ":"
                        + source.line(start)
                        + ":"
                        + source.column(start)
                        + ": "
                        + problem.message();
            }
        }
        throw new IllegalArgumentException("no error among the problems");
    }
}
