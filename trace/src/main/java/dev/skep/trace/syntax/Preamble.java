package dev.skep.trace.syntax;

/**
 * The C part of a script: preprocessor lines and declarations in front of everything else, not
 * looked into.
 *
 * @param span where
 * @param text the C text
 */
public record Preamble(Span span, String text) implements Node {}
