package dev.skep.trace.check;

/** A value known when the script is compiled. */
public sealed interface Constant {

    /**
     * An integer.
     *
     * @param value its 64 bits
     * @param unsigned whether they are read without sign
     */
    record Int(long value, boolean unsigned) implements Constant {}

    /** A truth value. */
    record Bool(boolean value) implements Constant {}

    /**
     * A string.
     *
     * @param characters its bytes, one character (0 to 255) for each, without a NUL at the end
     */
    record Text(String characters) implements Constant {}
}
