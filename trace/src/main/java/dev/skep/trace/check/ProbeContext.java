package dev.skep.trace.check;

import dev.skep.trace.syntax.Probe;
import dev.skep.trace.syntax.Statement;

import java.util.ArrayList;
import java.util.List;

/** What is being found out about a probe. */
final class ProbeContext {
    private final Probe syntax;
    private final List<LocalVariable> variables = new ArrayList<>();
    private final List<Statement.Let> unassigned = new ArrayList<>();
    private List<ResolvedAttachPoint> attachPoints = List.of();
    private boolean usesArguments;
    private boolean usesNames;

    ProbeContext(Probe syntax) {
        this.syntax = syntax;
    }

    Probe syntax() {
        return syntax;
    }

    List<LocalVariable> variables() {
        return variables;
    }

    /** {@return the declarations of variables without a value} */
    List<Statement.Let> unassigned() {
        return unassigned;
    }

    List<ResolvedAttachPoint> attachPoints() {
        return attachPoints;
    }

    void attachPoints(List<ResolvedAttachPoint> resolved) {
        attachPoints = resolved;
    }

    /** {@return whether it needs to know what {@code args} are} */
    boolean usesArguments() {
        return usesArguments;
    }

    /** {@return whether it calls arguments by their names} */
    boolean usesNames() {
        return usesNames;
    }

    void useNames() {
        usesNames = true;
    }

    void useArguments() {
        usesArguments = true;
    }
}
