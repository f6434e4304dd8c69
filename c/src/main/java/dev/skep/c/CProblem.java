package dev.skep.c;

/**
 * Something to be said about a text.
 *
 * @param start where it begins, in characters from the start of the text
 * @param end where it ends, behind {@code start}
 * @param error whether the text can't be used because of it
 * @param message what it is
 */
public record CProblem(int start, int end, boolean error, String message) {}
