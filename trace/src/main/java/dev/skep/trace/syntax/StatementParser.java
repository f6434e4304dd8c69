package dev.skep.trace.syntax;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/** Reads statements, and goes on behind those that it can't read. */
final class StatementParser {
    private final Tokens tokens;
    private final TypeNameParser types;
    private final ExpressionParser expressions;

    /** The blocks that end with a value: nothing stands behind their last expression. */
    private final Set<Statement> valued = Collections.newSetFromMap(new IdentityHashMap<>());

    /** Whether the statement that was read last was ended by a semicolon or a block. */
    private boolean ended;

    StatementParser(Tokens tokens) {
        this.tokens = tokens;
        this.types = new TypeNameParser(tokens, this);
        this.expressions = new ExpressionParser(tokens, types, this);
    }

    ExpressionParser expressions() {
        return expressions;
    }

    /** Reads {@code { … }}. */
    Statement.Block block() {
        int start = tokens.start();
        List<Statement> statements = braces();
        var block = new Statement.Block(tokens.spanFrom(start), statements);
        if (endsWithValue(statements)) {
            valued.add(block);
        }
        ended = true;
        return block;
    }

    private boolean endsWithValue(List<Statement> statements) {
        if (statements.isEmpty()) {
            return false;
        }
        Statement last = statements.getLast();
        return last instanceof Statement.Evaluate ? !ended : isValued(last);
    }

    private boolean isValued(Statement statement) {
        return statement instanceof Statement.If(var _, var _, var then, var otherwise)
                ? otherwise != null && valued.contains(then) && isValued(otherwise)
                : valued.contains(statement);
    }

    /** Reads {@code { …; value }}. */
    Expression.BlockExpression blockExpression() {
        int start = tokens.start();
        List<Statement> statements = braces();
        return withValue(tokens.spanFrom(start), statements, endsWithValue(statements));
    }

    private Expression.BlockExpression withValue(
            Span span, List<Statement> statements, boolean hasValue) {
        if (!hasValue) {
            return new Expression.BlockExpression(span, statements, null);
        }
        List<Statement> before = statements.subList(0, statements.size() - 1);
        return new Expression.BlockExpression(span, before, value(statements.getLast()));
    }

    /** {@return a statement as an expression} */
    private Expression value(Statement statement) {
        return switch (statement) {
            case Statement.Evaluate evaluate -> evaluate.expression();
            case Statement.Block block ->
                    withValue(block.span(), block.statements(), valued.contains(block));
            case Statement.If(Span span, Expression condition, var then, var otherwise)
                    when otherwise != null ->
                    new Expression.Conditional(span, condition, value(then), value(otherwise));
            default -> throw tokens.fail(statement.span(), "syntax: expected 'else'");
        };
    }

    /** Reads an {@code if} whose value is that of the block that is taken. */
    Expression conditionalExpression() {
        return value(conditional());
    }

    private List<Statement> braces() {
        tokens.expect(TokenKind.LEFT_BRACE);
        tokens.enter();
        List<Statement> statements = new ArrayList<>();
        ended = true;
        while (!tokens.is(TokenKind.RIGHT_BRACE) && !tokens.is(TokenKind.END)) {
            Statement statement = statementOrNothing();
            if (statement != null) {
                statements.add(statement);
            }
        }
        boolean lastEnded = ended;
        tokens.leave();
        if (tokens.is(TokenKind.END) && !tokens.problems().isEmpty()) {
            // What is missing here may have been part of what could not be read.
            throw SyntaxError.NOTED;
        }
        if (tokens.is(TokenKind.END)) {
            tokens.expected("'}'");
            throw SyntaxError.NOTED;
        }
        tokens.advance();
        ended = lastEnded;
        return statements;
    }

    private @Nullable Statement statementOrNothing() {
        int level = tokens.level();
        int start = tokens.start();
        try {
            return statement();
        } catch (SyntaxError noted) {
            tokens.level(level);
            tokens.skipStatement();
            if (tokens.start() == start && !tokens.is(TokenKind.RIGHT_BRACE)) {
                tokens.advance();
            }
            ended = true;
            return null;
        }
    }

    private @Nullable Statement statement() {
        int start = tokens.start();
        if (tokens.is(TokenKind.LEFT_BRACE)) {
            return block();
        }
        if (tokens.skip(TokenKind.SEMICOLON)) {
            ended = true;
            return null;
        }
        if (tokens.is(TokenKind.IDENTIFIER)) {
            switch (tokens.tokenText()) {
                case "if" -> {
                    return conditional();
                }
                case "let" -> {
                    return let(start);
                }
                case "while" -> {
                    tokens.advance();
                    Expression condition = expressions.unary();
                    Statement.Block body = block();
                    return new Statement.While(tokens.spanFrom(start), condition, body);
                }
                case "unroll" -> {
                    tokens.advance();
                    Expression count = expressions.unary();
                    Statement.Block body = block();
                    return new Statement.Unroll(tokens.spanFrom(start), count, body);
                }
                case "for" -> {
                    return loop(start);
                }
                case "break" -> {
                    tokens.advance();
                    return end(new Statement.Break(withSemicolon(start)));
                }
                case "continue" -> {
                    tokens.advance();
                    return end(new Statement.Continue(withSemicolon(start)));
                }
                case "return" -> {
                    tokens.advance();
                    boolean bare =
                            tokens.is(TokenKind.SEMICOLON) || tokens.is(TokenKind.RIGHT_BRACE);
                    Expression value = bare ? null : expressions.expression();
                    return end(new Statement.Return(tokens.spanFrom(start), value));
                }
                default -> {
                    // An expression.
                }
            }
        }
        return end(evaluateOrAssign(start));
    }

    private Span withSemicolon(int start) {
        return tokens.is(TokenKind.SEMICOLON)
                ? new Span(start, tokens.start() + 1)
                : tokens.spanFrom(start);
    }

    private Statement evaluateOrAssign(int start) {
        Expression target = expressions.expression();
        BinaryOperator operator = tokens.kind().compound();
        if (operator == null && !tokens.is(TokenKind.ASSIGN)) {
            return new Statement.Evaluate(target.span(), target);
        }
        if (target.span().start() != start) {
            // What is in parentheses is a value.
            throw tokens.expected("';'");
        }
        boolean discard =
                operator == null
                        && target instanceof Expression.Name(Span _, String name)
                        && name.equals("_");
        if (!discard
                && !(target instanceof Expression.Variable)
                && !(target instanceof Expression.MapAccess)) {
            if (!(target instanceof Expression.FieldAccess)
                    && !(target instanceof Expression.ElementAccess)) {
                boolean element = target instanceof Expression.Index;
                if (!element) {
                    throw tokens.expected("';'");
                }
                tokens.advance();
                expressions.expression();
                throw tokens.fail(tokens.spanFrom(start), "syntax: invalid assignment target");
            }
            tokens.advance();
            expressions.expression();
            throw tokens.fail(
                    tokens.spanFrom(start),
                    "syntax: Tuples and records are immutable once created. Consider creating a new"
                            + " value and assigning it instead.");
        }
        tokens.advance();
        Expression value = expressions.expression();
        Span span = tokens.spanFrom(start);
        return discard
                ? new Statement.Discard(span, value)
                : new Statement.Assign(span, target, operator, value);
    }

    /** Reads what ends a statement; at the end of a block nothing does. */
    private Statement end(Statement statement) {
        if (tokens.skip(TokenKind.SEMICOLON)) {
            ended = true;
        } else if (tokens.is(TokenKind.RIGHT_BRACE)) {
            ended = false;
        } else {
            throw tokens.expected("';'");
        }
        return statement;
    }

    private Statement conditional() {
        int start = tokens.start();
        tokens.enter();
        tokens.advance();
        Expression condition = expressions.unary();
        if (tokens.kind().binary() != null) {
            throw tokens.expected("'{'", "a condition with operators needs parentheses");
        }
        Statement.Block then = block();
        Statement otherwise = null;
        if (tokens.isWord("else")) {
            tokens.advance();
            if (!tokens.isWord("if") && !tokens.is(TokenKind.LEFT_BRACE)) {
                throw tokens.expected("'{' or 'if' after 'else'");
            }
            otherwise = tokens.isWord("if") ? conditional() : block();
        }
        tokens.leave();
        ended = true;
        return new Statement.If(tokens.spanFrom(start), condition, then, otherwise);
    }

    private Statement let(int start) {
        tokens.advance();
        Expression.Variable variable = variable("variable after 'let'");
        TypeName type = tokens.skip(TokenKind.COLON) ? types.type() : null;
        Expression value = tokens.skip(TokenKind.ASSIGN) ? expressions.expression() : null;
        return end(new Statement.Let(tokens.spanFrom(start), variable, type, value));
    }

    private Expression.Variable variable(String what) {
        if (!tokens.is(TokenKind.VARIABLE)) {
            throw tokens.expected(what);
        }
        var variable = new Expression.Variable(tokens.span(), tokens.tokenText());
        tokens.advance();
        return variable;
    }

    private Statement loop(int start) {
        tokens.advance();
        boolean parenthesis = tokens.skip(TokenKind.LEFT_PARENTHESIS);
        Expression.Variable variable = variable("variable in for loop");
        tokens.expect(TokenKind.COLON);
        Expression first = expressions.unary();
        Expression last = tokens.skip(TokenKind.RANGE) ? expressions.unary() : null;
        if (parenthesis) {
            tokens.expect(TokenKind.RIGHT_PARENTHESIS);
        }
        if (last != null) {
            Statement.Block body = block();
            return new Statement.ForRange(tokens.spanFrom(start), variable, first, last, body);
        }
        if (!(first instanceof Expression.MapAccess map) || map.key() != null) {
            throw tokens.expected("map or range in for loop");
        }
        Statement.Block body = block();
        return new Statement.ForEach(tokens.spanFrom(start), variable, map, body);
    }
}
