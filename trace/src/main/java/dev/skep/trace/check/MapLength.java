package dev.skep.trace.check;

import dev.skep.trace.syntax.Expression;
import dev.skep.trace.syntax.Span;
import dev.skep.trace.syntax.Statement;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * {@code len(@m)} as what it is: a loop over the map that counts. Entries that come and go
 * meanwhile may be counted or not.
 */
public final class MapLength {
    /** How the names of the loops' variables begin. */
    private static final String ENTRY = "$entry";

    private MapLength() {}

    /** {@return whether a loop is one of these, so that nobody looks at its entries} */
    public static boolean isCounting(Statement.ForEach loop) {
        return loop.variable().name().startsWith(ENTRY + MacroExpansion.OWN);
    }

    /** {@return the map whose entries an expression counts, or null if it does not} */
    static Expression.@Nullable MapAccess counted(Expression expression) {
        return expression instanceof Expression.Call call
                        && call.name().equals(Function.LEN.text())
                        && call.arguments().size() == 1
                        && call.arguments().getFirst() instanceof Expression.MapAccess map
                        && map.key() == null
                ? map
                : null;
    }

    /**
     * {@return the loop}
     *
     * @param span where the call is
     * @param map the map
     * @param own what makes its variables different from all others
     */
    static Expression of(Span span, Expression.MapAccess map, String own) {
        var count = new Expression.Variable(span, "$length" + own);
        var entry = new Expression.Variable(span, ENTRY + own);
        var more = new Expression.Increment(span, count, false, false);
        var body = new Statement.Block(span, List.of(new Statement.Evaluate(span, more)));
        return new Expression.BlockExpression(
                span,
                List.of(
                        new Statement.Let(span, count, null, null),
                        new Statement.ForEach(span, entry, map, body)),
                count);
    }
}
