package dev.skep.trace.syntax;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads what stands between operators: literals, names, calls, maps with their keys, and what is in
 * parentheses.
 */
final class OperandParser {
    private final Tokens tokens;
    private final TypeNameParser types;
    private final StatementParser statements;
    private final ExpressionParser expressions;
    private final TreeHeight height;

    OperandParser(
            Tokens tokens,
            TypeNameParser types,
            StatementParser statements,
            ExpressionParser expressions,
            TreeHeight height) {
        this.tokens = tokens;
        this.types = types;
        this.statements = statements;
        this.expressions = expressions;
        this.height = height;
    }

    /** Reads an operand. */
    Expression operand() {
        height.set(1);
        Span span = tokens.span();
        return switch (tokens.kind()) {
            case INTEGER -> integer(span);
            case STRING -> {
                String bytes = StringText.read(tokens);
                tokens.advance();
                yield new Expression.StringLiteral(span, bytes);
            }
            case VARIABLE -> {
                String name = tokens.tokenText();
                tokens.advance();
                yield new Expression.Variable(span, name);
            }
            case PARAMETER -> parameter(span);
            case PARAMETER_COUNT -> {
                tokens.advance();
                yield new Expression.ParameterCount(span);
            }
            case MAP -> map(span);
            case LEFT_PARENTHESIS -> parenthesis(span.start());
            case LEFT_BRACE -> {
                Expression.BlockExpression block = statements.blockExpression();
                // Its statements count their own levels while they are read.
                height.set(1);
                yield block;
            }
            case IDENTIFIER -> identifier(span);
            default -> throw tokens.expected("expression");
        };
    }

    private Expression integer(Span span) {
        IntegerText integer = IntegerText.read(tokens.tokenText());
        String error = integer.error();
        if (error != null) {
            Span place =
                    new Span(
                            span.start() + integer.errorStart(), span.start() + integer.errorEnd());
            throw tokens.fail(place, "syntax: " + error);
        }
        tokens.advance();
        return new Expression.IntegerLiteral(span, integer.value(), integer.value() < 0);
    }

    private Expression parameter(Span span) {
        String name = tokens.tokenText();
        IntegerText number = IntegerText.read(name.substring(1));
        long value = number.value();
        if (number.error() != null || value < 1 || value > Integer.MAX_VALUE) {
            throw tokens.fail(
                    span,
                    "param " + name + " is out of integer range [1, " + Integer.MAX_VALUE + "]");
        }
        tokens.advance();
        return new Expression.Parameter(span, (int) value);
    }

    private Expression.MapAccess map(Span nameSpan) {
        String name = tokens.tokenText();
        tokens.advance();
        if (!tokens.skip(TokenKind.LEFT_BRACKET)) {
            return new Expression.MapAccess(nameSpan, nameSpan, name, null);
        }
        int start = tokens.start();
        Expression key = expressions.expression();
        if (tokens.is(TokenKind.COMMA)) {
            List<Expression> keys = rest(key, TokenKind.RIGHT_BRACKET);
            key = new Expression.Tuple(tokens.spanFrom(start), keys);
        }
        tokens.expect(TokenKind.RIGHT_BRACKET);
        height.grow();
        return new Expression.MapAccess(tokens.spanFrom(nameSpan.start()), nameSpan, name, key);
    }

    /**
     * Reads what follows the first of several expressions, up to {@code close}; the last comma may
     * be one too many.
     */
    private List<Expression> rest(Expression first, TokenKind close) {
        List<Expression> elements = new ArrayList<>();
        elements.add(first);
        int levels = height.levels();
        while (tokens.skip(TokenKind.COMMA) && !tokens.is(close)) {
            elements.add(expressions.expression());
            levels = Math.max(levels, height.levels());
        }
        height.set(levels);
        height.grow();
        return elements;
    }

    private Expression identifier(Span span) {
        String name = tokens.tokenText();
        if (name.equals("true") || name.equals("false")) {
            tokens.advance();
            return new Expression.BooleanLiteral(span, name.equals("true"));
        }
        if (name.equals("if")) {
            Expression conditional = statements.conditionalExpression();
            // Its blocks count their own levels while they are read.
            height.set(1);
            return conditional;
        }
        if (name.equals("comptime")) {
            tokens.advance();
            Expression operand = expressions.unary();
            height.grow();
            return new Expression.Comptime(tokens.spanFrom(span.start()), operand);
        }
        if (name.equals("typeof") && tokens.peek() == TokenKind.LEFT_PARENTHESIS) {
            TypeName type = types.type();
            return new Expression.TypeOperand(type.span(), type);
        }
        boolean takesType = Vocabulary.takesType(name);
        if (Vocabulary.isKeyword(name) && !takesType && !Vocabulary.isBuiltin(name)) {
            throw tokens.expected("expression");
        }
        tokens.advance();
        if (!tokens.skip(TokenKind.LEFT_PARENTHESIS)) {
            return new Expression.Name(span, name);
        }
        List<Expression> arguments = List.of();
        height.set(0);
        if (!tokens.is(TokenKind.RIGHT_PARENTHESIS)) {
            Expression first =
                    takesType ? expressions.typeOrExpression() : expressions.expression();
            arguments = rest(first, TokenKind.RIGHT_PARENTHESIS);
        }
        if (!tokens.is(TokenKind.RIGHT_PARENTHESIS)) {
            throw tokens.expected("')'");
        }
        tokens.advance();
        height.grow();
        return new Expression.Call(tokens.spanFrom(span.start()), span, name, arguments);
    }

    /** Reads a cast, a record, a tuple, or an expression in parentheses. */
    private Expression parenthesis(int start) {
        tokens.advance();
        int inside = tokens.start();
        TypeName type = castType();
        if (type != null) {
            tokens.enter();
            Expression operand = expressions.unary();
            tokens.leave();
            height.grow();
            return new Expression.Cast(tokens.spanFrom(start), type, operand);
        }
        tokens.moveTo(inside);
        if (tokens.is(TokenKind.IDENTIFIER) && tokens.peek() == TokenKind.ASSIGN) {
            return recordLiteral(start);
        }
        Expression first = expressions.expression();
        if (!tokens.is(TokenKind.COMMA)) {
            tokens.expect(TokenKind.RIGHT_PARENTHESIS);
            return first;
        }
        List<Expression> elements = rest(first, TokenKind.RIGHT_PARENTHESIS);
        tokens.expect(TokenKind.RIGHT_PARENTHESIS);
        return new Expression.Tuple(tokens.spanFrom(start), elements);
    }

    /** Reads a type and the closing parenthesis, if both are there and what follows can be cast. */
    private @Nullable TypeName castType() {
        TypeName type = types.tryType();
        if (type == null || !tokens.skip(TokenKind.RIGHT_PARENTHESIS)) {
            return null;
        }
        boolean isSurelyType =
                type.keyword() != null || type.of() != null || Vocabulary.isType(type.name());
        boolean isValue = Vocabulary.isBuiltin(type.name()) || isTruth(type.name());
        return isSurelyType || (!isValue && tokens.kind().startsExpression()) ? type : null;
    }

    private static boolean isTruth(String name) {
        return name.equals("true") || name.equals("false");
    }

    private Expression recordLiteral(int start) {
        List<String> names = new ArrayList<>();
        List<Expression> values = new ArrayList<>();
        int levels = 0;
        do {
            if (!names.isEmpty() && tokens.is(TokenKind.RIGHT_PARENTHESIS)) {
                break;
            }
            if (!tokens.is(TokenKind.IDENTIFIER)) {
                throw tokens.expected("field name");
            }
            String name = tokens.tokenText();
            int nameStart = tokens.start();
            tokens.advance();
            tokens.expect(TokenKind.ASSIGN);
            values.add(expressions.expression());
            if (names.contains(name)) {
                throw tokens.fail(
                        tokens.spanFrom(nameStart),
                        "syntax: Named argument list already contains name: " + name);
            }
            names.add(name);
            levels = Math.max(levels, height.levels());
        } while (tokens.skip(TokenKind.COMMA));
        tokens.expect(TokenKind.RIGHT_PARENTHESIS);
        height.set(levels);
        height.grow();
        return new Expression.RecordLiteral(tokens.spanFrom(start), names, values);
    }
}
