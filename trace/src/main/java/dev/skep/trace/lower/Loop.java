package dev.skep.trace.lower;

/** A loop whose body is being made: where {@code break} and {@code continue} lead. */
interface Loop {

    /** Ends the way at hand: the loop is over. */
    void leave();

    /** Ends the way at hand: the next turn begins. */
    void next();
}
