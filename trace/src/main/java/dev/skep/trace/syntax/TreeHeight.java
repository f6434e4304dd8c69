package dev.skep.trace.syntax;

/**
 * How many levels the tree of the expression has that was read last, so that none gets deeper than
 * what walks over it can follow.
 */
final class TreeHeight {
    private final Tokens tokens;
    private int levels;

    TreeHeight(Tokens tokens) {
        this.tokens = tokens;
    }

    int levels() {
        return levels;
    }

    /** Notes how high the tree is that was read last. */
    void set(int levels) {
        this.levels = levels;
    }

    /** Notes that a node was put on top. */
    void grow() {
        grow(0);
    }

    /** Notes that a node was put on top of the tree, and of another one. */
    void grow(int others) {
        levels = Math.max(levels, others) + 1;
        check();
    }

    /** Refuses what is too deep, with the levels around it. */
    void check() {
        tokens.checkLevels(tokens.level() + levels);
    }
}
