package dev.skep.trace.syntax;

/**
 * A line {@code import "path";}.
 *
 * @param span the whole line
 * @param path the path as written
 */
public record Import(Span span, String path) implements Node {}
