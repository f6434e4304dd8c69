package dev.skep.trace.syntax;

/**
 * An entry {@code key = value;} of the {@code config} block.
 *
 * @param span the whole entry
 * @param key the key as written
 * @param value an {@link Expression.IntegerLiteral}, {@link Expression.StringLiteral}, {@link
 *     Expression.BooleanLiteral} or {@link Expression.Name}
 */
public record ConfigSetting(Span span, String key, Expression value) implements Node {}
