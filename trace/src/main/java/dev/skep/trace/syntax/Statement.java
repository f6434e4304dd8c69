package dev.skep.trace.syntax;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** Something that is done. */
public sealed interface Statement extends Node {

    /**
     * {@code { … }}.
     *
     * @param statements what is done, in order
     */
    record Block(Span span, List<Statement> statements) implements Statement {
        public Block {
            statements = List.copyOf(statements);
        }
    }

    /**
     * An expression whose value is not used.
     *
     * @param expression the expression
     */
    record Evaluate(Span span, Expression expression) implements Statement {}

    /**
     * {@code _ = value;}.
     *
     * @param value the expression whose value is dropped on purpose
     */
    record Discard(Span span, Expression value) implements Statement {}

    /**
     * {@code target = value;} or {@code target += value;}.
     *
     * @param target an {@link Expression.Variable} or {@link Expression.MapAccess}; the checker
     *     refuses anything else
     * @param operator the operator of a compound assignment, or null
     * @param value the value
     */
    record Assign(Span span, Expression target, @Nullable BinaryOperator operator, Expression value)
            implements Statement {}

    /**
     * {@code let $x [: type] [= value];}.
     *
     * @param variable what is declared
     * @param type its type, or null
     * @param value its first value, or null for zero
     */
    record Let(
            Span span,
            Expression.Variable variable,
            @Nullable TypeName type,
            @Nullable Expression value)
            implements Statement {}

    /**
     * {@code if condition { … } else …}.
     *
     * @param condition the condition
     * @param then what is done if it holds
     * @param otherwise what is done if it does not: a {@link Block}, another {@link If}, or null
     */
    record If(Span span, Expression condition, Block then, @Nullable Statement otherwise)
            implements Statement {}

    /**
     * {@code while (condition) { … }}.
     *
     * @param condition the condition
     * @param body what is repeated
     */
    record While(Span span, Expression condition, Block body) implements Statement {}

    /**
     * {@code unroll (count) { … }}.
     *
     * @param count how often, a constant
     * @param body what is repeated
     */
    record Unroll(Span span, Expression count, Block body) implements Statement {}

    /**
     * {@code for $entry : @map { … }}.
     *
     * @param variable holds key and value of the entry
     * @param map the map, without key
     * @param body what is done for each entry
     */
    record ForEach(Span span, Expression.Variable variable, Expression.MapAccess map, Block body)
            implements Statement {}

    /**
     * {@code for $i : from..to { … }}.
     *
     * @param variable holds the number
     * @param from the first number
     * @param to the number behind the last
     * @param body what is done for each number
     */
    record ForRange(
            Span span, Expression.Variable variable, Expression from, Expression to, Block body)
            implements Statement {}

    /** {@code break;}. */
    record Break(Span span) implements Statement {}

    /** {@code continue;}. */
    record Continue(Span span) implements Statement {}

    /**
     * {@code return;} or {@code return value;}, which leaves the probe.
     *
     * @param value the value, or null
     */
    record Return(Span span, @Nullable Expression value) implements Statement {}
}
