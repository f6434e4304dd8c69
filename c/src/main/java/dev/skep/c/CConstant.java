package dev.skep.c;

/** A value that a text of C gives a name. */
public sealed interface CConstant {

    /**
     * An integer.
     *
     * @param value its 64 bits
     * @param unsigned whether they are read without sign
     */
    record Int(long value, boolean unsigned) implements CConstant {}

    /**
     * A string.
     *
     * @param characters its bytes, one character (0 to 255) for each, without a NUL at the end
     */
    record Text(String characters) implements CConstant {}
}
