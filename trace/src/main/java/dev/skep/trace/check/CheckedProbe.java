package dev.skep.trace.check;

import dev.skep.trace.syntax.Probe;

import java.util.List;

/**
 * A probe whose attach points were looked up.
 *
 * @param syntax the probe
 * @param attachPoints where it attaches, at least one; wildcards expanded, in the order of the text
 *     and within a wildcard by name
 * @param variables its scratch variables, by {@link VariableInfo#number}
 */
public record CheckedProbe(
        Probe syntax, List<ResolvedAttachPoint> attachPoints, List<VariableInfo> variables) {

    public CheckedProbe {
        attachPoints = List.copyOf(attachPoints);
        variables = List.copyOf(variables);
    }
}
