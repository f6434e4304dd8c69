package dev.skep.trace.check;

import dev.skep.trace.syntax.Expression;
import dev.skep.trace.syntax.Span;
import dev.skep.trace.syntax.Statement;

import java.util.List;

/** Warns of statements that are never reached. */
final class FlowWarnings {
    private final Analysis analysis;

    private FlowWarnings(Analysis analysis) {
        this.analysis = analysis;
    }

    static void check(Analysis analysis) {
        var warnings = new FlowWarnings(analysis);
        for (ProbeContext probe : analysis.probes()) {
            warnings.leaves(probe.syntax().body());
        }
    }

    /** {@return whether what follows the statement is never reached} */
    private boolean leaves(Statement statement) {
        return switch (statement) {
            case Statement.Block(var _, List<Statement> statements) -> block(statements);
            case Statement.If conditional -> {
                boolean then = leaves(conditional.then());
                Statement otherwise = conditional.otherwise();
                yield otherwise != null && leaves(otherwise) && then;
            }
            case Statement.Break _, Statement.Continue _, Statement.Return _ -> true;
            case Statement.While loop -> inside(loop.body());
            case Statement.Unroll loop -> inside(loop.body());
            case Statement.ForEach loop -> inside(loop.body());
            case Statement.ForRange loop -> inside(loop.body());
            case Statement.Evaluate(var _, Expression expression) ->
                    analysis.function(expression) == Function.EXIT;
            case Statement.Discard _, Statement.Assign _, Statement.Let _ -> false;
        };
    }

    private boolean inside(Statement.Block body) {
        leaves(body);
        return false;
    }

    private boolean block(List<Statement> statements) {
        boolean left = false;
        boolean warned = false;
        for (Statement statement : statements) {
            if (left && !warned) {
                Span place = analysis.script().source().withSemicolon(statement.span());
                analysis.problems().warning(place, "Unreachable statement.");
                warned = true;
            }
            left |= leaves(statement);
        }
        return left;
    }
}
