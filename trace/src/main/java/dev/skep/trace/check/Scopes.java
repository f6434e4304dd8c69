package dev.skep.trace.check;

import dev.skep.trace.syntax.Expression;
import dev.skep.trace.syntax.Node;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The variables that can be named at a place of a probe: those of the blocks around it. */
final class Scopes {
    /** The variables of a block. */
    private static final class Scope {
        final @Nullable Scope outer;
        final Node node;
        final Map<String, LocalVariable> variables = new HashMap<>();

        Scope(@Nullable Scope outer, Node node) {
            this.outer = outer;
            this.node = node;
        }
    }

    private final Analysis analysis;
    private final ProbeContext probe;
    private Scope scope;

    Scopes(Analysis analysis, ProbeContext probe) {
        this.analysis = analysis;
        this.probe = probe;
        scope = new Scope(null, probe.syntax());
    }

    /** Begins a block, or a loop with a variable of its own. */
    void enter(Node node) {
        scope = new Scope(scope, node);
    }

    /** Ends what {@link #enter} began last. */
    void leave() {
        if (scope.outer == null) {
            throw new IllegalStateException("more blocks end than begin");
        }
        scope = scope.outer;
    }

    /**
     * {@return a new variable of the innermost block}
     *
     * @param variable where it first stands
     * @param zero whether it is declared without type or value
     */
    LocalVariable declare(Expression.Variable variable, boolean zero) {
        var local =
                new LocalVariable(
                        probe.variables().size(),
                        shown(variable.name()),
                        variable.span(),
                        zero,
                        new Slot());
        probe.variables().add(local);
        analysis.declare(scope.node, local);
        scope.variables.put(variable.name(), local);
        return local;
    }

    /** {@return the variable of that name, or null if there is none} */
    @Nullable LocalVariable find(String name) {
        for (Scope at = scope; at != null; at = at.outer) {
            LocalVariable variable = at.variables.get(name);
            if (variable != null) {
                return variable;
            }
        }
        return null;
    }

    /** {@return a name as it was written, without what makes a macro's variables its own} */
    private static String shown(String name) {
        int end = name.indexOf(MacroExpansion.OWN);
        return end < 0 ? name : name.substring(0, end);
    }

    /** {@return whether a variable is a macro's own} */
    boolean isOfMacro(Expression.Variable variable) {
        return variable.name().indexOf(MacroExpansion.OWN) >= 0;
    }

    /** Says that there is no variable of that name. */
    void undefined(Expression.Variable expression) {
        List<String> visible = new ArrayList<>();
        for (Scope at = scope; at != null; at = at.outer) {
            for (String name : at.variables.keySet()) {
                visible.add(shown(name));
            }
        }
        String name = shown(expression.name());
        String message = "Undefined or undeclared variable: " + name;
        String nearest = NearestName.of(name, visible);
        if (nearest == null) {
            analysis.problems().error(expression.span(), message);
        } else {
            analysis.problems().error(expression.span(), message, "did you mean " + nearest + "?");
        }
    }
}
