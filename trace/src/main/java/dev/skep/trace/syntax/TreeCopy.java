package dev.skep.trace.syntax;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * Makes a tree anew, node by node: what nodes mean is known by their identity, so a part that
 * stands in two places must be two. A subclass puts something else where it wants to.
 */
public class TreeCopy {

    /** Creates a copier that changes nothing. */
    protected TreeCopy() {}

    /** {@return a copy of a block} */
    public final Statement.Block block(Statement.Block block) {
        return new Statement.Block(block.span(), statements(block.statements()));
    }

    /** {@return copies of statements} */
    public final List<Statement> statements(List<Statement> statements) {
        List<Statement> copies = new ArrayList<>(statements.size());
        for (Statement statement : statements) {
            copies.add(statement(statement));
        }
        return copies;
    }

    /** {@return a copy of a statement} */
    public Statement statement(Statement statement) {
        return switch (statement) {
            case Statement.Block block -> block(block);
            case Statement.Evaluate(Span span, Expression expression) ->
                    new Statement.Evaluate(span, expression(expression));
            case Statement.Discard(Span span, Expression value) ->
                    new Statement.Discard(span, expression(value));
            case Statement.Assign s ->
                    new Statement.Assign(
                            s.span(), expression(s.target()), s.operator(), expression(s.value()));
            case Statement.Let s ->
                    new Statement.Let(
                            s.span(),
                            variable(s.variable()),
                            optional(s.type()),
                            optional(s.value()));
            case Statement.If s -> {
                Statement otherwise = s.otherwise();
                yield new Statement.If(
                        s.span(),
                        expression(s.condition()),
                        block(s.then()),
                        otherwise == null ? null : statement(otherwise));
            }
            case Statement.While s ->
                    new Statement.While(s.span(), expression(s.condition()), block(s.body()));
            case Statement.Unroll s ->
                    new Statement.Unroll(s.span(), expression(s.count()), block(s.body()));
            case Statement.ForEach s ->
                    new Statement.ForEach(
                            s.span(), variable(s.variable()), map(s.map()), block(s.body()));
            case Statement.ForRange s ->
                    new Statement.ForRange(
                            s.span(),
                            variable(s.variable()),
                            expression(s.from()),
                            expression(s.to()),
                            block(s.body()));
            case Statement.Return(Span span, Expression value) ->
                    new Statement.Return(span, optional(value));
            case Statement.Break(Span span) -> new Statement.Break(span);
            case Statement.Continue(Span span) -> new Statement.Continue(span);
        };
    }

    /** {@return a copy of an expression} */
    public Expression expression(Expression expression) {
        return switch (expression) {
            case Expression.IntegerLiteral e ->
                    new Expression.IntegerLiteral(e.span(), e.value(), e.unsigned());
            case Expression.BooleanLiteral e -> new Expression.BooleanLiteral(e.span(), e.value());
            case Expression.StringLiteral e ->
                    new Expression.StringLiteral(e.span(), e.characters());
            case Expression.Name e -> new Expression.Name(e.span(), e.name());
            case Expression.Variable e -> variable(e);
            case Expression.Parameter e -> new Expression.Parameter(e.span(), e.number());
            case Expression.ParameterCount e -> new Expression.ParameterCount(e.span());
            case Expression.MapAccess e -> map(e);
            case Expression.Call e ->
                    new Expression.Call(
                            e.span(), e.nameSpan(), e.name(), expressions(e.arguments()));
            case Expression.TypeOperand e -> new Expression.TypeOperand(e.span(), type(e.type()));
            case Expression.Unary e ->
                    new Expression.Unary(e.span(), e.operator(), expression(e.operand()));
            case Expression.Increment e ->
                    new Expression.Increment(
                            e.span(), expression(e.target()), e.decrement(), e.prefix());
            case Expression.Binary e ->
                    new Expression.Binary(
                            e.span(),
                            e.operator(),
                            e.operatorSpan(),
                            expression(e.left()),
                            expression(e.right()));
            case Expression.Conditional e ->
                    new Expression.Conditional(
                            e.span(),
                            expression(e.condition()),
                            optional(e.then()),
                            expression(e.otherwise()));
            case Expression.Cast e ->
                    new Expression.Cast(e.span(), type(e.type()), expression(e.operand()));
            case Expression.FieldAccess e ->
                    new Expression.FieldAccess(
                            e.span(), expression(e.target()), e.nameSpan(), e.name());
            case Expression.ElementAccess e ->
                    new Expression.ElementAccess(e.span(), expression(e.target()), e.index());
            case Expression.Index e ->
                    new Expression.Index(e.span(), expression(e.target()), expression(e.index()));
            case Expression.Tuple e -> new Expression.Tuple(e.span(), expressions(e.elements()));
            case Expression.RecordLiteral e ->
                    new Expression.RecordLiteral(e.span(), e.names(), expressions(e.values()));
            case Expression.BlockExpression e ->
                    new Expression.BlockExpression(
                            e.span(), statements(e.statements()), optional(e.value()));
            case Expression.Comptime e ->
                    new Expression.Comptime(e.span(), expression(e.operand()));
        };
    }

    /** {@return a copy of a variable} */
    protected Expression.Variable variable(Expression.Variable variable) {
        return new Expression.Variable(variable.span(), variable.name());
    }

    /** {@return a copy of a map or of an access to it} */
    protected Expression.MapAccess map(Expression.MapAccess access) {
        return new Expression.MapAccess(
                access.span(), access.nameSpan(), access.name(), optional(access.key()));
    }

    /** {@return a copy of a type} */
    protected TypeName type(TypeName type) {
        Expression of = type.of();
        return of == null
                ? type
                : new TypeName(
                        type.span(), type.keyword(), type.name(), type.suffixes(), expression(of));
    }

    private @Nullable TypeName optional(@Nullable TypeName type) {
        return type == null ? null : type(type);
    }

    private List<Expression> expressions(List<Expression> expressions) {
        List<Expression> copies = new ArrayList<>(expressions.size());
        for (Expression expression : expressions) {
            copies.add(expression(expression));
        }
        return copies;
    }

    /** {@return a copy of an expression, or null if there is none} */
    protected final @Nullable Expression optional(@Nullable Expression expression) {
        return expression == null ? null : expression(expression);
    }
}
