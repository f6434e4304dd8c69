package dev.skep.compiler.call;

/** What may be different after a call of a helper, beside the memory that it was given to write. */
public enum HelperEffect {
    /** Nothing; and each call in one run of a program gives the same. */
    CONSTANT,
    /** Nothing that programs load, though the next call may give something else. */
    NONE,
    /** Which entries maps have, and what is in them. */
    MAPS,
    /** Anything: other code of the program runs, or memory that it looks at is written. */
    ANYTHING
}
