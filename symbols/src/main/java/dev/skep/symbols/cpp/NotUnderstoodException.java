package dev.skep.symbols.cpp;

/** A name is not mangled, or by rules that are not known here. */
final class NotUnderstoodException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotUnderstoodException() {
        super("not understood", null, false, false);
    }
}
