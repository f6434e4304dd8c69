package dev.skep.trace.check;

import dev.skep.trace.syntax.Expression;
import dev.skep.trace.syntax.Node;
import dev.skep.trace.syntax.Parts;
import dev.skep.trace.syntax.Span;
import dev.skep.trace.syntax.Statement;
import dev.skep.trace.syntax.UnaryOperator;

import java.util.BitSet;

/**
 * Warns of variables that are declared without a value and read before they get one, or never get
 * one. What is written later in the text counts as later, whatever loops are around it.
 */
final class AssignmentWarnings {
    private final Analysis analysis;

    /** The numbers of the variables that were declared without a value. */
    private final BitSet declared = new BitSet();

    private final BitSet assigned = new BitSet();

    private AssignmentWarnings(Analysis analysis) {
        this.analysis = analysis;
    }

    static void check(Analysis analysis) {
        for (ProbeContext probe : analysis.probes()) {
            if (probe.unassigned().isEmpty()) {
                continue;
            }
            var warnings = new AssignmentWarnings(analysis);
            warnings.walk(probe.syntax().body());
            for (Statement.Let let : probe.unassigned()) {
                warnings.neverAssigned(let);
            }
        }
    }

    private void neverAssigned(Statement.Let let) {
        LocalVariable variable = analysis.variable(let.variable());
        if (variable != null && !assigned.get(variable.number())) {
            analysis.problems()
                    .warning(
                            new Span(let.span().start(), let.variable().span().end()),
                            "Variable " + variable.name() + " was never assigned to.");
        }
    }

    private void walk(Node node) {
        switch (node) {
            case Statement.Let let -> {
                if (let.value() != null) {
                    walk(let.value());
                    assign(let.variable());
                } else {
                    declare(let.variable());
                }
            }
            case Statement.Assign assign when assign.target() instanceof Expression.Variable to -> {
                walk(assign.value());
                if (assign.operator() != null) {
                    use(to);
                }
                assign(to);
            }
            case Statement.ForEach loop -> walk(loop.body());
            case Statement.ForRange loop -> {
                walk(loop.from());
                walk(loop.to());
                walk(loop.body());
            }
            case Expression.Variable variable -> use(variable);
            // Nothing is read there.
            case Expression.Unary unary when unary.operator() == UnaryOperator.ADDRESS_OF -> {}
            case Expression.Call call -> call(call);
            default -> {
                for (Node part : Parts.of(node)) {
                    walk(part);
                }
            }
        }
    }

    private void call(Expression.Call call) {
        Function function = analysis.function(call);
        if (function != null && function.takesType()) {
            return;
        }
        for (int i = 0; i < call.arguments().size(); i++) {
            if (function == Function.FIND
                    && i == 2
                    && call.arguments().get(i) instanceof Expression.Variable found) {
                assign(found);
            } else {
                walk(call.arguments().get(i));
            }
        }
    }

    private void declare(Expression.Variable expression) {
        LocalVariable variable = analysis.variable(expression);
        if (variable != null) {
            declared.set(variable.number());
        }
    }

    private void assign(Expression.Variable expression) {
        LocalVariable variable = analysis.variable(expression);
        if (variable != null) {
            assigned.set(variable.number());
        }
    }

    private void use(Expression.Variable expression) {
        LocalVariable variable = analysis.variable(expression);
        if (variable != null
                && declared.get(variable.number())
                && !assigned.get(variable.number())) {
            analysis.problems()
                    .warning(
                            expression.span(),
                            "Variable used before it was assigned: " + variable.name());
        }
    }
}
