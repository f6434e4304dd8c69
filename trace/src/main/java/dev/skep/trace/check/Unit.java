package dev.skep.trace.check;

import dev.skep.trace.syntax.Node;

/**
 * What the rules are applied to as a whole: a statement without the statements in it, or a
 * predicate. Compared by identity.
 */
final class Unit {
    private final ProbeContext probe;
    private final Node node;

    Unit(ProbeContext probe, Node node) {
        this.probe = probe;
        this.node = node;
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
