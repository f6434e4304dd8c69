package dev.skep.trace.syntax;

import java.util.List;

/**
 * A macro {@code macro name(a, $v, @m) { … }}.
 *
 * @param span the whole macro
 * @param name its name
 * @param parameters each a {@link Expression.Name}, {@link Expression.Variable} or {@link
 *     Expression.MapAccess} without key
 * @param body what it stands for
 */
public record Macro(
        Span span, String name, List<Expression> parameters, Expression.BlockExpression body)
        implements Node {

    public Macro {
        parameters = List.copyOf(parameters);
    }
}
