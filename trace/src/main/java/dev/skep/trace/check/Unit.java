package dev.skep.trace.check;

import dev.skep.trace.syntax.Node;

import java.util.List;

/**
 * What the rules are applied to as a whole: a statement without the statements in it, or a
 * predicate. Compared by identity.
 */
final class Unit {
    private final ProbeContext probe;
    private final Node node;
    private final List<MacroUse> macroUses;

    Unit(ProbeContext probe, Node node, List<MacroUse> macroUses) {
        this.probe = probe;
        this.node = node;
        this.macroUses = macroUses;
    }

    /** {@return the macros that it is part of, the innermost last} */
    List<MacroUse> macroUses() {
        return macroUses;
    }

    /** {@return the probe that it is in} */
    ProbeContext probe() {
        return probe;
    }

    /** {@return a statement, or an expression that is a predicate} */
    Node node() {
        return node;
    }
}
